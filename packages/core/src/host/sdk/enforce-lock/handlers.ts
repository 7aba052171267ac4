import type { SdkProtocol, SdkRequestHandler } from '../sdk-server.js'

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
  // Straight into the map: whoever guards it already is behind us, and is not to stand in front a second time.
  for (const [method, handler] of plain) Map.prototype.set.call(handlers, method, guard(method, handler))
  const fallback = guardFallback(server, guard)
  return { get: (method) => plain.get(method) ?? fallback() }
}

/** @returns what reads the fallback without our guard */
function guardFallback(server: SdkProtocol, guard: HandlerGuard): () => SdkRequestHandler | undefined {
  const before = Object.getOwnPropertyDescriptor(server, 'fallbackRequestHandler')
  let fallback = server.fallbackRequestHandler
  const read = () => (before?.get ? (before.get.call(server) as SdkRequestHandler | undefined) : fallback)
  Object.defineProperty(server, 'fallbackRequestHandler', {
    configurable: true,
    enumerable: true,
    set(handler: SdkRequestHandler | undefined) {
      fallback = handler
      before?.set?.call(server, handler)
    },
    get() {
      const last = read()
      return last && ((request: { method: string }, context: object) => guard(request.method, last)(request, context))
    },
  })
  return read
}
