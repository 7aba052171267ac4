import type { ListName } from '../../../policy/tool-guard/index.js'
import { asSent, entriesIn, LISTS, readPages } from './lists.js'
import type { Judgement } from './judge.js'
import type { LockGate } from './lock-gate.js'
import { isMissing, type OwnRequests } from './own-requests.js'

/** What is known of the lists of a server at the other end. */
export interface FarLists {
  /** Counts what the server announced. */
  readonly count: number
  /**
   * Judges a whole list by the lock of this moment: the one that is known, or all pages of a new one.
   *
   * @param anew asks the server, whatever is known
   */
  judge(list: ListName, anew?: boolean): Promise<Judgement | undefined>
  /** The whole list stands in an answer; it is known from now on, unless something was announced since it was asked for. */
  learn(list: ListName, entries: readonly unknown[], askedAt: number): void
  changed(lists: readonly ListName[]): void
}

/** A server that changes faster than this many readings is refused. */
const MAX_READINGS = 8

export function createFarLists(gate: LockGate, requests: OwnRequests, meta: () => object | undefined): FarLists {
  // Kept in the form in which they are judged: what is the very same is not even compared.
  const known = new Map<ListName, readonly [readonly unknown[]]>()
  const reading = new Map<ListName, Promise<readonly [readonly unknown[]]>>()
  let count = 0

  async function ask(list: ListName, cursor: string | undefined): Promise<unknown> {
    const envelope = meta()
    const params = { ...(cursor !== undefined && { cursor }), ...(envelope && { _meta: envelope }) }
    return requests.ask(LISTS[list].method, params).catch((error: unknown) => {
      if (isMissing(error)) return { [list]: [] }
      throw error
    })
  }

  async function walk(list: ListName): Promise<readonly [readonly unknown[]]> {
    for (let readings = 0; readings < MAX_READINGS; readings++) {
      const askedAt = count
      const pages = await readPages(list, (cursor) => ask(list, cursor))
      const entries = asSent(pages.flatMap((page) => entriesIn(list, page))) as unknown[]
      learn(list, entries, askedAt)
      if (askedAt === count) return known.get(list) ?? [entries]
    }
    throw new TypeError(`${list} changes all the time`)
  }

  /** One walk for all who wait for a list: it takes in whatever is announced before its end. */
  function walkTogether(list: ListName): Promise<readonly [readonly unknown[]]> {
    const running = reading.get(list) ?? walk(list).finally(() => reading.delete(list))
    reading.set(list, running)
    return running
  }

  function learn(list: ListName, entries: readonly unknown[], askedAt: number): void {
    if (askedAt === count) known.set(list, [entries])
  }

  return {
    get count() {
      return count
    },
    learn,
    async judge(list, anew = false) {
      if (!(await gate.judges(list))) return undefined
      const forms = anew ? await walk(list) : (known.get(list) ?? (await walkTogether(list)))
      return (await gate.judge(list, forms)).judgement
    },
    changed(lists) {
      if (lists.length > 0) count++
      for (const list of lists) known.delete(list)
    },
  }
}
