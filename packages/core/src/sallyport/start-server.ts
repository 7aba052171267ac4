import type { Auditor } from '../audit/index.js'
import {
  createAuthorizationServer,
  type AuthorizationServer,
  type ProtectedResource,
} from '../compositions/authorization-server/index.js'
import { createUpstreamFetch, type UpstreamFetch } from '../compositions/upstream/index.js'
import type { Runtime } from '../foundation/index.js'
import type { Pages } from '../policy/pages/index.js'
import { keysFor, type KeySet } from '../primitives/keys/index.js'
import type { Revocations } from '../primitives/revocation/index.js'
import { createSealer } from '../primitives/sealing/index.js'
import { createBrowserSessions } from '../services/browser-sessions/index.js'
import type { Clients } from '../services/clients/index.js'
import type { Confirmations } from '../services/elicitation/index.js'
import { createConsents } from '../services/consent/index.js'
import { createFlows } from '../services/flows/index.js'
import { createGrants, type Grants } from '../services/grants/index.js'
import type { Limits } from '../services/limits/index.js'
import type { Sessions } from '../services/sessions/index.js'
import { createTokenIssuer, type TokenVerifier } from '../services/tokens/index.js'
import { createUpstreamTokens } from '../services/upstream-tokens/index.js'
import type { Settings } from './options.js'
import type { KnownScopes } from './resources.js'

/** What vault keys seal for, in every room that has their sealer. */
export const VAULT_PURPOSE = 'vault'

/** The running authorization server with what the other doors need of it. */
export interface StartedServer {
  readonly server: AuthorizationServer
  readonly grants: Grants
  readonly upstreamFetch: UpstreamFetch
}

export interface ServerParts {
  readonly keys: KeySet
  readonly scopes: KnownScopes
  readonly pages: Pages
  readonly clients: Clients
  readonly limits: Limits
  readonly revocations: Revocations
  readonly sessions: Sessions
  readonly confirmations: Confirmations
  readonly verifier: TokenVerifier
  readonly audit: Auditor
}

const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>
  }

/** Wires the services behind our authorization server. Each seals with keys of its own purpose. */
export function startServer(
  settings: Settings,
  as: NonNullable<Settings['authorizationServer']>,
  parts: ServerParts,
  runtime: Runtime,
): StartedServer {
  const { records } = settings.store
  const { keys, revocations, audit, limits, sessions, verifier, pages, clients } = parts
  const { unsafelyAllowHttpLoopback, resourceName } = settings
  const { issuer, loopbackLocalhost, strictRefresh, lifetimes } = as
  const cookieSealer = createSealer(keysFor(keys, 'cookies'), 'cookies', runtime)
  const formSealer = createSealer(keysFor(keys, 'sealing'), 'sealing', runtime)
  const vaultSealer = createSealer(keysFor(keys, 'vault'), VAULT_PURPOSE, runtime)

  const upstream = as.upstream.connect(runtime)
  const vault = createUpstreamTokens({ records, sealer: vaultSealer, endpoint: upstream }, audit, runtime)
  const tokens = createTokenIssuer(
    { issuer, signers: keysFor(keys, 'signing'), audit, ...withoutUndefined({ lifetimeMs: lifetimes.accessTokenMs }) },
    runtime,
  )
  const grants = createGrants(
    {
      records,
      revocations,
      refreshKeys: keysFor(keys, 'refresh'),
      sealer: vaultSealer,
      accessTokenLifetimeMs: tokens.lifetimeMs,
      ...withoutUndefined({ idleMs: lifetimes.refreshIdleMs, absoluteMs: lifetimes.grantMs }),
      async onRevoked({ grantId, subject }) {
        await vault.drop(grantId, { revoke: true })
        // Those that are missed here end at their next use.
        await sessions.endAll({ subject, grantId }, 'grant').catch(() => 0)
      },
    },
    audit,
    runtime,
  )
  const consents = createConsents(
    { issuer, records, cookieSealer, ...withoutUndefined({ lifetimeMs: lifetimes.consentMs }) },
    runtime,
  )
  const flows = createFlows({ issuer, records, cookieSealer, formSealer, vaultSealer }, runtime)
  const browserSessions =
    as.connections || as.confirmations
      ? createBrowserSessions({ issuer, records, cookieSealer, formSealer }, runtime)
      : undefined
  const confirmations = as.confirmations ? parts.confirmations : undefined
  const resources = Object.values(settings.resources).map((resource): ProtectedResource => ({
    resource,
    ...(resourceName !== undefined && { name: resourceName }),
    scopes: parts.scopes.names,
    defaultScopes: parts.scopes.baseline,
  }))
  const server = createAuthorizationServer(
    {
      issuer,
      unsafelyAllowHttpLoopback,
      resources,
      scopeDescriptions: parts.scopes.descriptions,
      dynamicRegistration: as.registration.dynamic ?? false,
      loopbackLocalhost,
      strictRefresh,
      connections: as.connections,
    },
    {
      ...{ upstream, clients, consents, flows, grants, tokens, verifier, vault, limits, pages, keys, audit },
      ...withoutUndefined({ browserSessions, confirmations }),
      sessions: sessions.ofIssuer(issuer),
    },
    runtime,
  )
  const upstreamFetch = createUpstreamFetch(
    {
      vault,
      provider: upstream,
      revokeGrant: (grantId) => grants.revoke(grantId, 'upstream'),
      audit,
      unsafelyAllowHttpLoopback,
    },
    runtime,
  )
  return { server, grants, upstreamFetch }
}
