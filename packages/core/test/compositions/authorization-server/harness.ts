import type { AuditInput } from '../../../src/audit/index.js'
import {
  createAuthorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
  type AuthorizationServerPorts,
} from '../../../src/compositions/authorization-server/index.js'
import { fakeRuntime, type FakeRuntime } from '../../../src/host/testing/index.js'
import { createPages } from '../../../src/policy/pages/index.js'
import { generateKeySet, parseKeySet, type KeySet } from '../../../src/primitives/keys/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import { createBrowserSessions } from '../../../src/services/browser-sessions/index.js'
import { createClients, type ClientsOptions } from '../../../src/services/clients/index.js'
import { createConfirmations } from '../../../src/services/elicitation/index.js'
import { createConsents } from '../../../src/services/consent/index.js'
import { createFlows } from '../../../src/services/flows/index.js'
import { createGrants } from '../../../src/services/grants/index.js'
import { createLimits, type LimitsOptions } from '../../../src/services/limits/index.js'
import { createTokenIssuer, createTokenVerifier, type TokenVerifier } from '../../../src/services/tokens/index.js'
import { createUpstreamTokens } from '../../../src/services/upstream-tokens/index.js'
import { memoryStore, type Store } from '../../../src/store/index.js'
import { openBrowser, type Browser } from './browser.js'
import { testUpstream, type TestUpstream } from './test-upstream.js'

export const ISSUER = 'https://notes.example'
export const RESOURCE = 'https://notes.example/mcp'
export const OTHER_RESOURCE = 'https://notes.example/admin'
export const REDIRECT = 'https://app.example/cb'
export const MINUTE = 60_000

/** RFC 7636 appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

/** The operator's own client, which people need not be asked about. */
export const FIRST_PARTY = {
  client_id: 'first-party',
  redirect_uris: ['https://own.example/cb'],
  consent: 'not_required',
} as const

const RESOURCES: AuthorizationServerOptions['resources'] = [
  { resource: RESOURCE, name: 'Notes', scopes: ['notes:read', 'notes:write'], defaultScopes: ['notes:read'] },
  { resource: OTHER_RESOURCE, scopes: ['admin'] },
]

export interface WorldOptions {
  readonly server?: Partial<AuthorizationServerOptions>
  readonly clients?: Partial<ClientsOptions>
  readonly limits?: Partial<LimitsOptions>
  readonly store?: (runtime: FakeRuntime) => Store
  readonly ports?: (ports: AuthorizationServerPorts) => Partial<AuthorizationServerPorts>
}

export interface World {
  readonly server: AuthorizationServer
  readonly ports: AuthorizationServerPorts
  readonly upstream: TestUpstream
  readonly store: Store
  readonly runtime: FakeRuntime
  readonly events: AuditInput[]
  readonly verifier: TokenVerifier
  browser(): Browser
  /** Reasons of all refusals so far. */
  reasons(): (string | undefined)[]
}

let keys: Promise<KeySet> | undefined

export async function world(options: WorldOptions = {}): Promise<World> {
  const runtime = fakeRuntime()
  const store = options.store?.(runtime) ?? memoryStore({}, runtime)
  const { records } = store
  const keySet = await (keys ??= generateKeySet().then(parseKeySet))
  const events: AuditInput[] = []
  const audit = { record: (event: AuditInput) => void events.push(event) }
  const issuer = options.server?.issuer ?? ISSUER
  const sealer = (purpose: string, of: 'cookies' | 'sealing' | 'vault') => createSealer(keySet[of], purpose, runtime)
  const revocations = createRevocations({ log: store.revocations }, runtime)
  const upstream = testUpstream()
  const tokens = createTokenIssuer({ issuer, signers: keySet.signing }, runtime)
  const verifier = createTokenVerifier({ issuers: [{ issuer, keys: keySet.signing, own: true }], revocations }, runtime)
  const vault = createUpstreamTokens({ records, sealer: sealer('vault', 'vault'), endpoint: upstream }, audit, runtime)
  const registration = { dynamic: true, privateUseSchemes: ['cursor'] }
  const ports: AuthorizationServerPorts = {
    upstream,
    clients: createClients(
      { records, registration, operatorClients: [FIRST_PARTY], ...options.clients },
      audit,
      runtime,
    ),
    consents: createConsents({ issuer, records, cookieSealer: sealer('cookies', 'cookies') }, runtime),
    flows: createFlows(
      {
        issuer,
        records,
        cookieSealer: sealer('cookies', 'cookies'),
        formSealer: sealer('forms', 'sealing'),
        vaultSealer: sealer('flows', 'vault'),
      },
      runtime,
    ),
    grants: createGrants(
      {
        records,
        revocations,
        refreshKeys: keySet.refresh,
        sealer: sealer('refresh', 'vault'),
        accessTokenLifetimeMs: tokens.lifetimeMs,
        onRevoked: ({ grantId }) => vault.drop(grantId, { revoke: true }),
      },
      audit,
      runtime,
    ),
    tokens,
    verifier,
    vault,
    limits: createLimits({ buckets: store.buckets, ...options.limits }, audit),
    pages: createPages({}, runtime),
    keys: keySet,
    confirmations: createConfirmations({ records, keys: keySet.sealing }, audit, runtime),
    audit,
    browserSessions: createBrowserSessions(
      {
        issuer,
        records,
        cookieSealer: sealer('cookies', 'cookies'),
        formSealer: sealer('forms', 'sealing'),
      },
      runtime,
    ),
  }
  const serverOptions = { issuer, resources: RESOURCES, dynamicRegistration: true, ...options.server }
  const server = createAuthorizationServer(serverOptions, { ...ports, ...options.ports?.(ports) }, runtime)
  return {
    server,
    ports,
    upstream,
    store,
    runtime,
    events,
    verifier,
    browser: () => openBrowser(server),
    reasons: () => events.filter(({ outcome }) => outcome === 'refused').map(({ reason }) => reason),
  }
}
