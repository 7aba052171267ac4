import { fakeRuntime, type FakeRuntime } from '../../../src/host/testing/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import {
  createFlows,
  type AuthorizationRequest,
  type Flows,
  type FlowsOptions,
} from '../../../src/services/flows/index.js'
import { memoryStore, type Store } from '../../../src/store/index.js'

const ISSUER = 'https://notes.example'
export const MINUTE = 60_000

export const REQUEST: AuthorizationRequest = {
  clientId: 'c_one',
  redirectUri: 'https://app.example/cb',
  registeredRedirectUri: 'https://app.example/cb',
  redirectKind: 'https',
  state: 'client-state',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  resource: 'https://notes.example/mcp',
  scopes: ['notes:read'],
  offline: false,
  requestedScopes: ['notes:read', 'notes:erase'],
  prompt: undefined,
}

const sealer = (purpose: string, fill: number) =>
  createSealer([{ kid: 'k1', secret: new Uint8Array(32).fill(fill) }], purpose)

export interface FlowWorld {
  readonly runtime: FakeRuntime
  readonly store: Store
  readonly flows: Flows
  /** Another process on the same store, or another server with other options. */
  another(options?: Partial<FlowsOptions>): Flows
}

export function flowWorld(): FlowWorld {
  const runtime = fakeRuntime()
  const store = memoryStore({}, runtime)
  const another = (options: Partial<FlowsOptions> = {}): Flows =>
    createFlows(
      {
        issuer: ISSUER,
        records: store.records,
        cookieSealer: sealer('cookies', 1),
        formSealer: sealer('forms', 2),
        vaultSealer: sealer('flows', 3),
        ...options,
      },
      runtime,
    )
  return { runtime, store, flows: another(), another }
}

/** The `Cookie` header of a browser that got these `Set-Cookie` lines. */
export function cookieHeader(...setCookies: (string | undefined)[]): string {
  return setCookies.flatMap((line) => line?.split(';')[0] ?? []).join('; ')
}
