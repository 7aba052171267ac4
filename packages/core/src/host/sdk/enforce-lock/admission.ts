import type { RpcError } from '../../../errors/index.js'
import type { ListName } from '../../../policy/tool-guard/index.js'
import type { Judgement } from './judge.js'
import type { ListReader } from './list-reader.js'
import { requestKey } from './request-key.js'
import type { LockGate } from './lock-gate.js'
import type { WholeList } from './page-walks.js'
import type { Subject } from './subjects.js'

/** A server that changes faster than this many readings is refused. */
const MAX_READINGS = 16

/** Readings that are repeated because the list was new: it may have changed while it was judged. */
const MAX_NEW = 2

/** Counts what a server has announced. */
export interface Changes {
  count: number
}

/** Decides whether a request may reach its handler. */
export interface Admission {
  /** The error for the caller, when the request must not go on. When it may: only while {@link stillHolds} says so. */
  judge(subject: Subject, context: object): Promise<RpcError | undefined>
  /** True when nothing was announced since the request behind this context was let in. */
  stillHolds(context: object): boolean
  /** `undefined` where the lock leaves the list alone. */
  judgeList(list: ListName, context: object): Promise<WholeList | undefined>
}

export function createAdmission(gate: LockGate, reader: ListReader, changes: Changes): Admission {
  const letIn = new WeakMap<object, number>()

  async function read(lists: readonly ListName[], context: object) {
    const judged: Partial<Record<ListName, Judgement>> = {}
    let known = true
    let lockHash = ''
    for (const list of lists) {
      if (!(await gate.judges(list))) continue
      const verdict = await gate.judge(list, await reader.all(list, context))
      if (verdict.judgement) judged[list] = verdict.judgement
      known &&= verdict.known
      lockHash = verdict.lockHash
    }
    return { judged, known, lockHash }
  }

  /** Reads until nothing changes while it is read; `undefined` when that never happens. */
  async function settled(lists: readonly ListName[], context: object) {
    for (let readings = 1; readings <= MAX_READINGS; readings++) {
      const { count } = changes
      const result = await read(lists, context)
      if (changes.count === count && (result.known || readings > MAX_NEW)) return { ...result, count }
    }
    return undefined
  }

  return {
    async judge(subject, context) {
      const result = await settled(subject.lists, context).catch(() => undefined)
      if (result && subject.admits(result.judged)) {
        letIn.set(requestKey(context), result.count)
        return undefined
      }
      const { operation, refusal } = subject
      if (result === undefined) gate.unchecked(operation, context)
      else gate.drifted(operation, context)
      return refusal
    },
    stillHolds: (context) => letIn.get(requestKey(context)) === changes.count,
    async judgeList(list, context) {
      const result = await settled([list], context)
      if (result === undefined) throw new TypeError(`${list} changes all the time`)
      const judgement = result.judged[list]
      if (judgement === undefined) return undefined
      const seen = new Set([...judgement.names, ...judgement.drifts.map(({ name }) => name)])
      return { lockHash: result.lockHash, judgement, seen }
    },
  }
}
