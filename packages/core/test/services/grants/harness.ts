import type { AuditInput } from '../../../src/audit/index.js'
import { fakeRuntime, type FakeRuntime } from '../../../src/host/testing/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import {
  createGrants,
  type CodePresentation,
  type Grant,
  type Grants,
  type GrantsOptions,
  type NewGrant,
  type RefreshPresentation,
} from '../../../src/services/grants/index.js'
import { memoryStore, type Store } from '../../../src/store/index.js'
import { aroundCalls } from './faulty-store.js'

export const MINUTE = 60_000
export const DAY = 86_400_000

/** RFC 7636 appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

const REDIRECT = 'https://client.example/cb'
const RESOURCE = 'https://notes.example/mcp'

export const ALICE: NewGrant = {
  subject: 'A1icexxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  userIssuer: 'https://login.example',
  userSubject: 'alice',
  displayName: 'Alice',
  roles: [],
  clientId: 'c_one',
  redirectUri: REDIRECT,
  resource: RESOURCE,
  scopes: ['notes:read', 'notes:write'],
  offline: true,
}

const secretKey = (kid: string, fill: number) => ({ kid, secret: new Uint8Array(32).fill(fill) })

export interface World {
  readonly store: Store
  readonly runtime: FakeRuntime
  readonly events: AuditInput[]
  readonly grants: Grants
  /** Another process on the same store. */
  another(options?: Partial<GrantsOptions>): Grants
  kinds(): string[]
}

export function world(
  options: Partial<GrantsOptions> = {},
  given: { store?: Store; runtime?: FakeRuntime } = {},
): World {
  const runtime = given.runtime ?? fakeRuntime()
  const store = given.store ?? memoryStore({}, runtime)
  const events: AuditInput[] = []
  const another = (more: Partial<GrantsOptions> = {}): Grants =>
    createGrants(
      {
        records: store.records,
        revocations: createRevocations({ log: store.revocations }, runtime),
        refreshKeys: [secretKey('r1', 1)],
        sealer: createSealer([secretKey('v1', 2)], 'refresh-successor', runtime),
        accessTokenLifetimeMs: 60 * MINUTE,
        ...options,
        ...more,
      },
      { record: (event) => void events.push(event) },
      runtime,
    )
  return { store, runtime, events, grants: another(), another, kinds: () => events.map(({ kind }) => kind) }
}

export const withCode = async (grants: Grants, grant: NewGrant = ALICE): Promise<{ grant: Grant; code: string }> => {
  const created = await grants.create(grant)
  const code = await grants.issueCode(created, { redirectUri: REDIRECT, codeChallenge: CHALLENGE })
  return { grant: created, code }
}

export const withRefresh = async (
  grants: Grants,
  grant: NewGrant = ALICE,
): Promise<{ grant: Grant; token: string }> => {
  const created = await grants.create(grant)
  return { grant: created, token: await grants.startRefresh(created) }
}

export const presentCode = (code: string, change: Partial<CodePresentation> = {}): CodePresentation => ({
  code,
  clientId: ALICE.clientId,
  codeVerifier: VERIFIER,
  redirectUri: REDIRECT,
  resource: RESOURCE,
  ...change,
})

export const presentRefresh = (
  refreshToken: string,
  change: Partial<RefreshPresentation> = {},
): RefreshPresentation => ({
  refreshToken,
  clientId: ALICE.clientId,
  scopes: undefined,
  resource: undefined,
  ...change,
})

export const fulfilled = <T>(results: readonly PromiseSettledResult<T>[]): T[] =>
  results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))

/** Everything a store was given, as text: values, keys and indexes. */
export function recordingStore(store: Store): { store: Store; dump(): string } {
  const written: unknown[] = []
  const watch = <Part extends object>(part: Part): Part =>
    aroundCalls(part, (call, parameters) => {
      written.push(parameters)
      return call()
    })
  return {
    store: { ...store, records: watch(store.records), revocations: watch(store.revocations) },
    dump: () => JSON.stringify(written),
  }
}
