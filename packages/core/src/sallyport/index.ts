/**
 * Both gates of one deployment, wired.
 *
 * @module
 */
export { createSallyport } from './create-sallyport.js'
export type {
  AuthorizationServerSettings,
  AuthorizeHook,
  LifetimeOptions,
  RegistrationSettings,
  SallyportOptions,
  TrustedIssuerSettings,
} from './options.js'
export type * from './types.js'
