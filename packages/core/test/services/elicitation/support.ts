import type { AuditInput } from '../../../src/audit/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createConfirmations, type ConfirmationsOptions } from '../../../src/services/elicitation/index.js'
import { memoryStore, type RecordStore } from '../../../src/store/index.js'

export const ALICE = {
  issuer: 'https://notes.example.com',
  subject: 'qL8R4QIcQ_ZsRqOAbeRfcZhilN_MksRtDaErMA7PHVc',
  clientId: 'c_1',
  resource: 'https://notes.example.com/mcp',
}
export const BOB = { ...ALICE, subject: 'bbbR4QIcQ_ZsRqOAbeRfcZhilN_MksRtDaErMA7PHVc' }

export const WIPE = { tool: 'notes_wipe', arguments: { folder: 'old', depth: 2 } }

const SECRET_KEY = { kid: 's1', secret: crypto.getRandomValues(new Uint8Array(32)) }

export function setUp(options: Partial<ConfirmationsOptions> & { readonly records?: RecordStore } = {}) {
  const runtime = fakeRuntime()
  const events: AuditInput[] = []
  const records = options.records ?? memoryStore({}, runtime).records
  const confirmations = createConfirmations(
    { keys: [SECRET_KEY], ...options, records },
    { record: (event) => void events.push(event) },
    runtime,
  )
  return { confirmations, events, records, runtime, kinds: () => events.map(({ kind }) => kind) }
}
