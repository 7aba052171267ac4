import { LRUCache } from 'lru-cache'
import {
  approveDefinition,
  approveInstructions,
  type Approval,
  type DefinitionHash,
  type ToolLock,
} from '../../../policy/tool-guard/index.js'
import type { Runtime } from '../../../foundation/index.js'
import type { Judgement } from './judge.js'
import { blockIn } from './locked-blocks.js'
import { createPageWalks, type PageWalks } from './page-walks.js'
import type { DefinitionDrift, LockSource } from './types.js'

/** Characters of lists whose judgement is remembered, and of names that drifted. */
const MAX_CHARS = 16_777_216

/**
 * Drifts that are remembered, more than the lists of a server can have: beyond, the oldest is told again when it is seen
 * again.
 */
const MAX_DRIFTS = 100_000

/** A drift that was told, without the definitions: servers choose how large those are. */
export interface ToldDrift {
  readonly drift: Pick<DefinitionDrift, 'list' | 'name' | 'kind' | 'seenHash'>
  asked: boolean
}

interface Reapproval {
  readonly drift: DefinitionDrift
  readonly approval: Approval
}

/** What all servers know that share a lock. A factory makes one server for each request; drift is told once. */
export interface LockState {
  readonly judgements: LRUCache<string, Judgement>
  readonly told: LRUCache<string, ToldDrift>
  readonly walks: PageWalks
  /** Names about which a person is being asked. */
  readonly asking: Set<string>
  /** Hash of the lock by which drifts were last found to be approved. */
  welcomed: string | undefined
  /** The lock that holds, approvals of callbacks included. */
  current(runtime: Pick<Runtime, 'sha256'>): Promise<ToolLock>
  reapprove(drift: DefinitionDrift, approval: Approval, runtime: Pick<Runtime, 'sha256'>): Promise<void>
}

const states = new WeakMap<LockSource, LockState>()

export function stateOf(source: LockSource): LockState {
  const known = states.get(source)
  if (known) return known
  const state = createState(source)
  states.set(source, state)
  return state
}

function createState(source: LockSource): LockState {
  const reapprovals = new Map<string, Reapproval>()
  let latest: { readonly base: ToolLock; readonly lock: ToolLock } | undefined

  async function withReapprovals(base: ToolLock, runtime: Pick<Runtime, 'sha256'>): Promise<ToolLock> {
    let lock = base
    for (const [key, { drift, approval }] of reapprovals) {
      // The lock says something new: whoever wrote it has decided.
      if (lockedHashIn(base, drift) !== drift.lockedHash) reapprovals.delete(key)
      else lock = await approve(lock, drift, approval, runtime)
    }
    return lock
  }

  return {
    judgements: new LRUCache({ maxSize: MAX_CHARS, sizeCalculation: (_judgement, key) => key.length + 1 }),
    told: new LRUCache({
      max: MAX_DRIFTS,
      maxSize: MAX_CHARS,
      sizeCalculation: (_told, key) => Math.min(key.length, MAX_CHARS),
    }),
    walks: createPageWalks(),
    asking: new Set(),
    welcomed: undefined,
    async current(runtime) {
      const base = typeof source === 'function' ? await source() : source
      if (latest?.base === base) return latest.lock
      const lock = await withReapprovals(base, runtime)
      latest = { base, lock }
      return lock
    },
    async reapprove(drift, approval, runtime) {
      const base = typeof source === 'function' ? await source() : source
      // Throws on an approval that does not say who, when and why.
      await approve(base, drift, approval, runtime)
      reapprovals.set(JSON.stringify([drift.list, drift.name]), { drift, approval })
      latest = undefined
    },
  }
}

function lockedHashIn(lock: ToolLock, { list, name }: DefinitionDrift): DefinitionHash | undefined {
  if (list === 'instructions') return lock.instructions?.hash
  return blockIn(lock, list, name)?.hash
}

async function approve(
  lock: ToolLock,
  { list, seen: [definition] }: DefinitionDrift,
  approval: Approval,
  runtime: Pick<Runtime, 'sha256'>,
): Promise<ToolLock> {
  if (definition === undefined) throw new TypeError('there is nothing to approve')
  return list === 'instructions'
    ? approveInstructions(lock, String(definition['description']), approval, runtime)
    : approveDefinition(lock, { list, definition }, approval, runtime)
}
