import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { memoryStore } from '@sallyport/core/store'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const COUNT = 50_000
const HOUR_MS = 3_600_000

export interface RecordMemoryResult {
  readonly name: string
  readonly count: number
  /** Heap that each one takes, with its key, its indexes and its part of every table. */
  readonly bytesEach: number
}

const random = (bytes: number): string => randomBytes(bytes).toString('base64url')

function heapBytes(): number {
  for (let i = 0; i < 4; i++) collect()
  return process.memoryUsage().heapUsed
}

/** As long as what the sessions room keeps of one. */
const session = (subject: string, clientId: string): string =>
  JSON.stringify({
    issuer: 'https://notes.example.com',
    subject,
    clientId,
    resource: 'https://notes.example.com/mcp',
    grantId: random(18),
    roles: '',
    createdAtMs: Date.now(),
    endsAtMs: Date.now() + 12 * HOUR_MS,
    idleMs: HOUR_MS / 2,
    touchedAtMs: Date.now(),
    signals: {},
    challenges: {},
  })

async function sessions(count: number, people: number) {
  const store = memoryStore({ capacity: { session: count } })
  const subjects = Array.from({ length: people }, () => random(32))
  const clients = Array.from({ length: 50 }, () => `c_${random(16)}`)
  for (let i = 0; i < count; i++) {
    const [subject = '', clientId = ''] = [subjects[i % people], clients[i % clients.length]]
    await store.records.putIfAbsent(`session:${subject.slice(0, 3)}${random(32)}`, session(subject, clientId), {
      expiresAtMs: Date.now() + HOUR_MS / 2 + i,
      indexes: [`user:${subject}`, `client:${clientId}`, 'kind:session', `sessions:${subject.slice(0, 3)}${subject}`],
    })
  }
  return store
}

async function people(count: number) {
  const store = memoryStore({ capacity: { user: count } })
  for (let i = 0; i < count; i++) {
    const key = `user:${JSON.stringify(['https://notes.example.com', random(32)])}`
    await store.buckets.debit([{ key, burst: 200, intervalMs: HOUR_MS, cost: 1 + (i % 7) }])
  }
  return store
}

/** Apart, so that nothing of one measurement is alive in the next. */
async function weigh(name: string, fill: () => ReturnType<typeof sessions>): Promise<RecordMemoryResult> {
  const before = heapBytes()
  const store = await fill()
  const bytesEach = Math.round((heapBytes() - before) / COUNT)
  // Used after it was weighed, or it might have been collected before.
  await store.close()
  return { name, count: COUNT, bytesEach }
}

/** What sessions and the buckets of people weigh in the memory store. */
export async function measureRecordMemory(): Promise<readonly RecordMemoryResult[]> {
  // Code is compiled, and tables of the engine grow, the first time.
  await weigh('warm up', () => sessions(2_000, 1_000))
  return [
    await weigh('session, one for each person', () => sessions(COUNT, COUNT)),
    await weigh('session, five for each person', () => sessions(COUNT, COUNT / 5)),
    await weigh('bucket of a person', () => people(COUNT)),
  ]
}
