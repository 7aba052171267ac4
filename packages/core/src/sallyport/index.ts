/**
 * Both gates of one deployment, wired.
 *
 * @module
 */
export { createSallyport } from './create-sallyport.js'
export type { AskedConfirmation, HandlerConfirmations } from './handler-confirmations.js'
export type { TrustedIssuerSettings, UpstreamMigrationSettings } from './issuer-options.js'
export type {
  AuthorizationServerSettings,
  AuthorizeHook,
  LifetimeOptions,
  RegistrationSettings,
  RequestStateSettings,
  SallyportOptions,
} from './options.js'
export type { Reencrypted, ReencryptOptions, ReencryptProgress } from './reencrypt.js'
export { startSweeping, type SweepingOptions } from './sweeping.js'
export type * from './types.js'
