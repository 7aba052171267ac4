import type { Auditor } from '../../audit/index.js'
import { StoreError } from '../../errors/index.js'
import { canonicalJson, parseJson, systemRuntime, type Runtime } from '../../foundation/index.js'
import type { StoredRecord } from '../../store/index.js'
import { handleKey, newHandle, ownerIndex } from './names.js'
import { handleContext, MAX_LIFETIME_MS, type HandleContext, type HandlesOptions } from './options.js'
import { keepIfRoom, liveKeys } from './room.js'
import { parseStored, type StoredHandle } from './stored-handle.js'
import type { HandleLifetime, HandleOwner, Handles } from './types.js'

function checkDuration(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0 && value <= MAX_LIFETIME_MS) return value
  throw new RangeError(`${name} must be a whole number of milliseconds, from 1 to ${String(MAX_LIFETIME_MS)}`)
}

async function create(
  context: HandleContext,
  owner: HandleOwner,
  value: unknown,
  lifetime: HandleLifetime,
): Promise<string> {
  const { records, runtime, sealer } = context
  const ttlMs = checkDuration('ttlMs', lifetime.ttlMs ?? context.lifetimeMs)
  const idle = lifetime.idleMs ?? context.idleMs
  const idleMs = idle === undefined ? null : checkDuration('idleMs', idle)
  const text = canonicalJson(value)
  if (text.length > context.maxValueLength) throw new RangeError(`The value has ${String(text.length)} characters.`)

  const handle = await newHandle(owner, runtime)
  const [key, index] = [(await handleKey(owner, handle, runtime)) ?? '', await ownerIndex(owner, runtime)]
  const nowMs = runtime.nowMs()
  const stored: StoredHandle = {
    sealed: await sealer.seal(text, key),
    endsAtMs: nowMs + ttlMs,
    idleMs,
    grantId: owner.grantId ?? null,
    indexes: [index, `user:${owner.subject}`, 'kind:handle'],
  }
  const expiresAtMs = Math.min(stored.endsAtMs, nowMs + (idleMs ?? ttlMs))
  await records.putIfAbsent(key, JSON.stringify(stored), { expiresAtMs, indexes: stored.indexes })
  await keepIfRoom(context, key, index)
  return handle
}

/** Moves the idle end, once a tenth of it has gone by. Whoever is faster, or deletes, wins: nothing comes back to life. */
async function touch(context: HandleContext, key: string, record: StoredRecord, stored: StoredHandle): Promise<void> {
  if (stored.idleMs === null) return
  const expiresAtMs = Math.min(stored.endsAtMs, context.runtime.nowMs() + stored.idleMs)
  if (expiresAtMs - record.expiresAtMs < stored.idleMs / 10) return
  await context.records.compareAndSwap(key, record.version, record.value, { expiresAtMs, indexes: stored.indexes })
}

async function find(context: HandleContext, owner: HandleOwner, handle: unknown): Promise<unknown> {
  const { records, runtime, sealer, isGrantLive } = context
  const key = await handleKey(owner, handle, runtime)
  const record = key === undefined ? undefined : await records.get(key)
  if (key === undefined || record === undefined || record.expiresAtMs <= runtime.nowMs()) return undefined
  const stored = parseStored(record.value)
  if (stored.grantId !== null && !(await isGrantLive(stored.grantId))) {
    await records.delete(key, record.version)
    return undefined
  }
  const text = await sealer.open(stored.sealed, key)
  const json = text === undefined ? undefined : parseJson(text, Infinity)
  if (!json?.ok) throw new StoreError('corrupt', 'A stored handle does not open: is its "sealing" key gone?')
  await touch(context, key, record, stored)
  return json.value
}

/**
 * Creates the keeper of what callers leave between requests (ST-57, ST-58): 256-bit handles, stored as a hash together
 * with their owner, values sealed. `createSallyport` makes one: `sallyport.handles` takes the `extra` of a handler.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createAuditor } from '@sallyport/core/audit'
 * import { createHandles } from '@sallyport/core/handles'
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const keys = [{ kid: 's1', secret: crypto.getRandomValues(new Uint8Array(32)) }]
 * const handles = createHandles({ records: memoryStore().records, keys }, createAuditor([]))
 * const alice = {
 *   issuer: 'https://notes.example.com',
 *   subject: 'alice',
 *   clientId: 'c_1',
 *   resource: 'https://notes.example.com/mcp',
 *   grantId: undefined,
 * }
 * const basket = await handles.create(alice, ['tea'])
 * console.log(await handles.get(alice, basket)) // [ 'tea' ]
 * console.log(await handles.get({ ...alice, subject: 'bob' }, basket)) // undefined
 * ```
 */
export function createHandles(options: HandlesOptions, audit: Auditor, runtime: Runtime = systemRuntime): Handles {
  const context = handleContext(options, audit, runtime)

  /** A handle that is not there is either old, or somebody is trying: the audit log counts them. */
  function refused<T>(owner: HandleOwner, answer: T): T {
    const { subject, clientId, resource, grantId } = owner
    const who = { subject, clientId, resource, ...(grantId !== undefined && { grantId }) }
    audit.record({ kind: 'handle.refused', outcome: 'refused', reason: 'handle_unknown', ...who })
    return answer
  }

  return Object.freeze<Handles>({
    create: (owner, value, lifetime = {}) => create(context, owner, value, lifetime),
    async get(owner, handle) {
      const value = await find(context, owner, handle)
      return value === undefined ? refused(owner, undefined) : value
    },
    async delete(owner, handle) {
      const key = await handleKey(owner, handle, runtime)
      const gone = key !== undefined && (await context.records.delete(key))
      return gone || refused(owner, false)
    },
    async deleteAll(owner) {
      const keys = await liveKeys(context, await ownerIndex(owner, runtime))
      const gone = await Promise.all(keys.map((key) => context.records.delete(key)))
      return gone.filter(Boolean).length
    },
  })
}
