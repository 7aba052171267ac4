import { LRUCache } from 'lru-cache'
import type { ListName } from '../../../policy/tool-guard/index.js'
import { text } from '../messages.js'
import type { Judgement } from './judge.js'
import { whoIn } from './who-in.js'

/** A whole list, judged by one lock. */
export interface WholeList {
  readonly lockHash: string
  readonly judgement: Judgement
  /** Every name in it, approved or not. */
  readonly seen: ReadonlySet<string>
}

/**
 * What was judged of a whole list while somebody walks through its pages: else each page would cost all of them. An entry
 * is shown by the hash that it has on its page in any case; the whole only says which names stand twice.
 */
export interface PageWalks {
  /** The judgement that the page behind a cursor belongs to: once, for whoever was given the cursor. */
  take(list: ListName, cursor: string, context: object): WholeList | undefined
  keep(list: ListName, cursor: string, context: object, whole: WholeList): void
  /** Something has changed: who is on the way is judged anew. */
  clear(): void
}

/** Callers who are between two pages; beyond, the one who takes longest costs a walk more. */
const MAX_WALKS = 1_000

export function createPageWalks(): PageWalks {
  const walks = new LRUCache<string, WholeList>({ max: MAX_WALKS })
  const keyOf = (list: ListName, cursor: string, context: object): string =>
    JSON.stringify([list, cursor, text(context, 'sessionId') ?? null, whoIn(context)])

  return {
    take(list, cursor, context) {
      const key = keyOf(list, cursor, context)
      const whole = walks.get(key)
      walks.delete(key)
      return whole
    },
    keep: (list, cursor, context, whole) => void walks.set(keyOf(list, cursor, context), whole),
    clear: () => walks.clear(),
  }
}
