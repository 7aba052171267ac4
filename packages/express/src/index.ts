/**
 * Sallyport for Express 4 and 5: collect facts, ask core, write the answer, decide nothing.
 *
 * @module
 */
export { oauthRoutes } from './oauth-routes.js'
export { protect, type ProtectOptions } from './protect.js'
