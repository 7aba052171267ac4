/**
 * Sallyport for Fastify 5: collect facts, ask core, write the answer, decide nothing.
 *
 * @module
 */
export { oauthRoutes } from './oauth-routes.js'
export { protect, type ProtectedRequest, type ProtectOptions, type ProtectRouteOptions } from './protect.js'
export { toRequest } from './to-request.js'
