import type { StoreKind } from './stores.js'

/** The bucket of every user: more than a client that behaves needs, less than one that does not sends. */
export const USER_LIMIT = { burst: 30, intervalMs: 100 } as const

export const SCOPE = 'soak:call'

/** A client of the operator: its users go straight to the login. */
export const OPERATOR_CLIENT = { id: 'soak-app', redirectUri: 'https://soak-app.example/callback' } as const

/** What one process of the deployment is started with. */
export interface ServerConfig {
  readonly port: number
  /** Where clients find it: the balancer. */
  readonly origin: string
  readonly provider: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string }
  readonly keysFile: string
  /** `memory` is for the soak's own test: a deployment that shares nothing. */
  readonly store: { readonly kind: StoreKind | 'memory'; readonly port: number }
  /** By how much its clock is off, in milliseconds. */
  readonly skewMs: number
}

/** What the provider is started with. */
export interface ProviderConfig {
  readonly redirectUri: string
  readonly users: readonly string[]
}
