import type { ListName } from '../../../policy/tool-guard/index.js'
import { asSent, entriesIn, LISTS, readPages } from './lists.js'
import { requestKey } from './request-key.js'
import type { PlainHandlers } from './handlers.js'
import type { OwnTools } from './own-tools.js'
import type { SdkProtocol } from '../sdk-server.js'

/** Every form in which a server says the same list: as it is sent, and as its handler gave it where that differs. */
export type ListForms = readonly (readonly unknown[])[]

/** Reads what a server says to one caller. */
export interface ListReader {
  /** All pages of a list, from the server itself; an empty list where it has none. */
  all(list: ListName, context: object): Promise<ListForms>
  forms(list: ListName, results: readonly unknown[]): ListForms
  /** True while we ask, for the request behind this context: whoever is asked may ask the guarded handler in turn. */
  isAsking(context: object): boolean
}

export function createListReader(server: SdkProtocol, handlers: PlainHandlers, tools: OwnTools): ListReader {
  let latest: { readonly snapshot: readonly unknown[]; readonly forms: ListForms } | undefined

  /** Version 2 leaves members out for some revisions, and wraps some schemas for others. */
  function encoded(method: string, result: unknown): unknown {
    return server._negotiatedWireCodec?.().encodeResult(method, result, undefined) ?? result
  }

  const asking = new Map<object, number>()

  async function whileAsking<T>(context: object, work: () => Promise<T>): Promise<T> {
    const key = requestKey(context)
    asking.set(key, (asking.get(key) ?? 0) + 1)
    try {
      return await work()
    } finally {
      const rest = (asking.get(key) ?? 1) - 1
      if (rest === 0) asking.delete(key)
      else asking.set(key, rest)
    }
  }

  /** How answers are written depends on the client. */
  function snapshot(): readonly unknown[] | undefined {
    const registered = tools.snapshot()
    return registered && [server._negotiatedWireCodec?.(), ...registered]
  }

  function forms(list: ListName, results: readonly unknown[]): ListForms {
    const { method } = LISTS[list]
    const given = results.flatMap((result) => entriesIn(list, asSent(result)))
    const sent = results.flatMap((result) => entriesIn(list, asSent(encoded(method, result))))
    return JSON.stringify(given) === JSON.stringify(sent) ? [sent] : [sent, given]
  }

  return {
    forms,
    isAsking: (context) => asking.has(requestKey(context)),
    async all(list, context) {
      const before = list === 'tools' ? snapshot() : undefined
      if (before && latest && isSame(before, latest.snapshot)) return latest.forms
      const { method } = LISTS[list]
      const handler = handlers.get(method)
      if (handler === undefined) return [[]]
      const ask = (cursor: string | undefined) =>
        handler({ jsonrpc: '2.0', id: 0, method, params: cursor === undefined ? {} : { cursor } }, context)
      const read = forms(list, await whileAsking(context, () => readPages(list, ask)))
      const after = before && snapshot()
      if (after && isSame(before, after)) latest = { snapshot: after, forms: read }
      return read
    },
  }
}

const isSame = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.length === others.length && some.every((value, i) => Object.is(value, others[i]))
