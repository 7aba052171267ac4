import type { AuditInput } from '../../../src/audit/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createLimits, type LimitRoom, type LimitsOptions } from '../../../src/services/limits/index.js'
import { memoryStore, type MemoryStoreOptions } from '../../../src/store/index.js'

export const rate = { burst: 3, intervalMs: 10_000 }
export const rooms: LimitRoom[] = ['authorize', 'callback', 'gate', 'register', 'revoke', 'token']
export const person = { issuer: 'https://as.test', subject: 'u1', clientId: 'c1', roles: [] as readonly string[] }
export const call = (cost: number, operation = 'tools/notes_add') => ({ operation, cost })

/** Small buckets over a memory store, with time to turn. */
export function setup(options: Partial<LimitsOptions> = {}, storeOptions: MemoryStoreOptions = {}) {
  const runtime = fakeRuntime()
  const events: AuditInput[] = []
  const { buckets } = memoryStore(storeOptions, runtime)
  const failures = Object.fromEntries(rooms.map((room) => [room, rate]))
  const limits = createLimits(
    { buckets, failures, registrations: rate, logins: rate, clientSecrets: rate, user: rate, ...options },
    { record: (event) => events.push(event) },
    runtime,
  )
  return { runtime, events, limits, buckets }
}

export async function times(count: number, action: (index: number) => unknown): Promise<void> {
  for (let index = 0; index < count; index++) await action(index)
}
