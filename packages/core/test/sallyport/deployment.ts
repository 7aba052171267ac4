import {
  createSallyport,
  type AuthorizationServerSettings,
  type Sallyport,
  type SallyportOptions,
} from '../../src/index.js'
import type { AuditEvent } from '../../src/audit/index.js'
import type { UpstreamConfiguration } from '../../src/compositions/upstream/index.js'
import { fakeRuntime, type FakeRuntime } from '../../src/host/testing/index.js'
import { generateKeySet, parseKeySet, type KeyFile, type KeySource } from '../../src/primitives/keys/index.js'
import { memoryStore, type Store } from '../../src/store/index.js'
import { openBrowser, type Reachable } from '../compositions/authorization-server/browser.js'
import { ISSUER, RESOURCE } from '../compositions/authorization-server/harness.js'
import type { Deployment } from '../compositions/authorization-server/steps.js'
import { testUpstream, UPSTREAM, type TestUpstream } from '../compositions/authorization-server/test-upstream.js'
import { facts } from './support.js'

export const keyFile = await generateKeySet()

/** Keys as a file would hold them. */
export const keysOf = (file: KeyFile): KeySource => ({ load: () => parseKeySet(file) })

export interface WholeDeployment extends Deployment {
  readonly sallyport: Sallyport
  readonly upstream: TestUpstream
  readonly runtime: FakeRuntime
  readonly store: Store
  readonly events: AuditEvent[]
  /** Both halves of the gate: the status of a refusal, or 200. */
  call(token: string, method?: string, params?: object): Promise<number>
}

export interface DeploymentOptions extends Omit<Partial<SallyportOptions>, 'authorizationServer'> {
  readonly authorizationServer?: Partial<AuthorizationServerSettings>
  readonly runtime?: FakeRuntime
}

/** Both gates through the public door: every part real but the provider, which is a few lines, and the clock. */
export function deployment(options: DeploymentOptions = {}): WholeDeployment {
  const { runtime = fakeRuntime(), store = memoryStore({}, runtime), authorizationServer, ...changes } = options
  const upstream = testUpstream()
  const connected = { ...upstream, apiOrigins: async () => [UPSTREAM], userInfoEndpoint: async () => undefined }
  const configuration: UpstreamConfiguration = { issuer: UPSTREAM, unsafe: [], connect: () => connected }
  const events: AuditEvent[] = []
  const sallyport = createSallyport(
    {
      resource: RESOURCE,
      operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
      keys: keysOf(keyFile),
      store,
      audit: [{ write: (event) => void events.push(event) }],
      ...changes,
      authorizationServer: {
        issuer: ISSUER,
        registration: { dynamic: true },
        ...authorizationServer,
        upstream: configuration,
      },
    },
    runtime,
  )
  const server: Reachable = {
    issuer: ISSUER,
    handle: (request, { address }) => sallyport.handle(request, { remoteAddress: address }),
  }
  return {
    sallyport,
    upstream,
    runtime,
    store,
    events,
    server,
    browser: () => openBrowser(server),
    async call(token, method = 'tools/call', params = { name: 'notes_list' }) {
      const gate = sallyport.gate()
      const admitted = await gate.admit(facts({ authorization: `Bearer ${token}` }))
      if (!admitted.allowed) return admitted.reply.status
      const decision = await gate.authorize(admitted, { jsonrpc: '2.0', id: 1, method, params })
      return decision.allowed ? 200 : decision.reply.status
    },
  }
}
