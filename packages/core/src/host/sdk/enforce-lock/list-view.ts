import type { Awaitable } from '../../../foundation/index.js'
import type { ListName } from '../../../policy/tool-guard/index.js'
import { member, text } from '../messages.js'
import type { Admission, Changes } from './admission.js'
import type { ListReader } from './list-reader.js'
import { nameOf } from './lists.js'
import type { LockGate } from './lock-gate.js'
import type { WholeList } from './page-walks.js'

/** What a view of a list is made from. */
interface Parts {
  readonly gate: LockGate
  readonly reader: ListReader
  readonly admission: Admission
  readonly changes: Changes
}

/** What of one page is as it was approved, by which lock, and how much had been announced when it came. */
interface Page {
  readonly names: ReadonlySet<string>
  readonly lockHash: string
  readonly count: number
}

/** Leaves of one page what its caller may see. */
export function createListView({ gate, reader, admission, changes }: Parts) {
  /** What is known of the whole from the page before, while nothing has changed since and it knows all of this page. */
  function wholeOf(list: ListName, request: object, context: object, page: Page): Awaitable<WholeList | undefined> {
    const cursor = text(request, 'params', 'cursor')
    const known = cursor === undefined ? undefined : gate.walks.take(list, cursor, context)
    const isKnown =
      known?.lockHash === page.lockHash && changes.count === page.count && isWithin(page.names, known.seen)
    return isKnown ? known : admission.judgeList(list, context)
  }

  async function allowed(list: ListName, request: object, result: object, context: object): Promise<object> {
    const { count } = changes
    const forms = reader.forms(list, [result])
    const { judgement, lockHash } = await gate.judge(list, forms)
    if (judgement === undefined) return result
    const whole = await wholeOf(list, request, context, { names: judgement.names, lockHash, count })
    if (whole === undefined) return result
    const next = text(result, 'nextCursor')
    if (next !== undefined && changes.count === count) gate.walks.keep(list, next, context, whole)
    const kept = (forms.at(-1) ?? []).filter((entry) => {
      const name = nameOf(list, entry)
      return name !== undefined && whole.judgement.names.has(name) && judgement.names.has(name)
    })
    return { ...result, [list]: kept }
  }

  return async (list: ListName, request: object, result: unknown, context: object): Promise<unknown> => {
    if (!Array.isArray(member(result, list))) return result
    try {
      return await allowed(list, request, result as object, context)
    } catch {
      gate.unchecked(`methods/${list}`, context)
      return { ...(result as object), [list]: [] }
    }
  }
}

function isWithin(names: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of names) if (!others.has(name)) return false
  return true
}
