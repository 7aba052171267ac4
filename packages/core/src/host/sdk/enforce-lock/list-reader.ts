import type { ListName } from '../../../policy/tool-guard/index.js'
import { asSent, entriesIn, LISTS, readPages } from './lists.js'
import type { PlainHandlers } from './handlers.js'
import type { SdkProtocol } from './sdk-server.js'

/** Every form in which a server says the same list: as it is sent, and as its handler gave it where that differs. */
export type ListForms = readonly (readonly unknown[])[]

/** Reads what a server says to one caller. */
export interface ListReader {
  /** All pages of a list, from the server itself; an empty list where it has none. */
  all(list: ListName, context: object): Promise<ListForms>
  forms(list: ListName, results: readonly unknown[]): ListForms
}

export function createListReader(server: SdkProtocol, handlers: PlainHandlers): ListReader {
  /** Version 2 leaves members out for some revisions, and wraps some schemas for others. */
  function encoded(method: string, result: unknown): unknown {
    return server._negotiatedWireCodec?.().encodeResult(method, result, undefined) ?? result
  }

  function forms(list: ListName, results: readonly unknown[]): ListForms {
    const { method } = LISTS[list]
    const given = results.flatMap((result) => entriesIn(list, asSent(result)))
    const sent = results.flatMap((result) => entriesIn(list, asSent(encoded(method, result))))
    return JSON.stringify(given) === JSON.stringify(sent) ? [sent] : [sent, given]
  }

  return {
    forms,
    async all(list, context) {
      const { method } = LISTS[list]
      const handler = handlers.get(method)
      if (handler === undefined) return [[]]
      const ask = (cursor: string | undefined) =>
        handler({ jsonrpc: '2.0', id: 0, method, params: cursor === undefined ? {} : { cursor } }, context)
      return forms(list, await readPages(list, ask))
    },
  }
}
