import type { AuditInput } from '../../../src/audit/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createHandles, type HandleOwner, type HandlesOptions } from '../../../src/services/handles/index.js'
import { memoryStore } from '../../../src/store/index.js'

export const ALICE: HandleOwner = {
  issuer: 'https://notes.example.com',
  subject: 'qL8R4QIcQ_ZsRqOAbeRfcZhilN_MksRtDaErMA7PHVc',
  clientId: 'c_1',
  resource: 'https://notes.example.com/mcp',
  grantId: 'qL8-grant-1',
}

export function setUp(options: Partial<Omit<HandlesOptions, 'records'>> = {}) {
  const fake = fakeRuntime()
  // Waiting takes no time here; a turn of the event loop lets the others go on.
  const runtime = { ...fake, delay: () => new Promise<void>((resolve) => setImmediate(resolve)) }
  const { records } = memoryStore({}, runtime)
  const keys = [{ kid: 's1', secret: crypto.getRandomValues(new Uint8Array(32)) }]
  const events: AuditInput[] = []
  const audit = { record: (event: AuditInput) => events.push(event) }
  const all = { records, keys, ...options }
  return { runtime, records, keys, events, audit, handles: createHandles(all, audit, runtime) }
}
