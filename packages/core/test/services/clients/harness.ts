import type { AuditInput } from '../../../src/audit/index.js'
import { fakeRuntime, type FakeRuntime } from '../../../src/host/testing/index.js'
import {
  createClients,
  type Clients,
  type ClientsOptions,
  type RegisteredClient,
} from '../../../src/services/clients/index.js'
import { memoryStore, type Store } from '../../../src/store/index.js'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

export const CONTEXT = { requestId: 'req-1', address: '203.0.113.7' }
export const PUBLIC = { redirect_uris: ['https://client.example/cb'], token_endpoint_auth_method: 'none' }

export interface ClientsWorld {
  readonly store: Store
  readonly runtime: FakeRuntime
  readonly events: AuditInput[]
  readonly clients: Clients
  /** Another process, or the same one after a restart. */
  another(options?: Partial<ClientsOptions>): Clients
  register(metadata: unknown): Promise<RegisteredClient>
}

export function clientsWorld(options: Partial<ClientsOptions> = {}): ClientsWorld {
  const runtime = fakeRuntime()
  const store = memoryStore({}, runtime)
  const events: AuditInput[] = []
  const another = (more: Partial<ClientsOptions> = {}): Clients =>
    createClients(
      { records: store.records, registration: { dynamic: true }, ...options, ...more },
      { record: (event) => void events.push(event) },
      runtime,
    )
  const clients = another()
  return { store, runtime, events, clients, another, register: (metadata) => clients.register(metadata, CONTEXT) }
}

export const basic = (clientId: string, secret: string): string =>
  `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`)}`

export const form = (fields: Record<string, string>): ReadonlyMap<string, string> => new Map(Object.entries(fields))
