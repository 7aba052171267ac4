import type { SdkProtocol, SdkRequestHandler } from './sdk-server.js'

/** Puts something in front of a handler. */
export type HandlerGuard = (method: string, handler: SdkRequestHandler) => SdkRequestHandler

/** The handlers of a server, without what stands in front of them. */
export interface PlainHandlers {
  /** What answers a method: its own handler, or the one for all others. */
  get(method: string): SdkRequestHandler | undefined
}

/**
 * Puts a guard in front of every handler that a server has, or ever gets. It stands behind what others put around the
 * handlers, so it judges when the handler is about to run, not before somebody was asked for minutes.
 */
export function guardHandlers(
  server: SdkProtocol,
  guard: HandlerGuard,
  changed: (method: string) => void,
): PlainHandlers {
  const handlers = server._requestHandlers
  const plain = new Map(handlers)
  const set = handlers.set.bind(handlers)
  const remove = handlers.delete.bind(handlers)
  handlers.set = (method, handler) => {
    plain.set(method, handler)
    changed(method)
    return set(method, guard(method, handler))
  }
  handlers.delete = (method) => {
    plain.delete(method)
    changed(method)
    return remove(method)
  }
  for (const [method, handler] of plain) handlers.set(method, handler)

  let fallback = server.fallbackRequestHandler
  Object.defineProperty(server, 'fallbackRequestHandler', {
    configurable: true,
    enumerable: true,
    set: (handler: SdkRequestHandler | undefined) => void (fallback = handler),
    get: () => {
      const last = fallback
      return last && ((request: { method: string }, context: object) => guard(request.method, last)(request, context))
    },
  })
  return { get: (method) => plain.get(method) ?? fallback }
}
