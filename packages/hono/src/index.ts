/**
 * Sallyport for Hono 4, on Node and wherever else Hono runs: collect facts, ask core, write the answer, decide nothing.
 *
 * @module
 */
export type { ConnectionReader } from './connection.js'
export type { SallyportEnv, SallyportVariables } from './env.js'
export { oauthRoutes, type OAuthRoutesOptions } from './oauth-routes.js'
export { protect, type ProtectOptions } from './protect.js'
