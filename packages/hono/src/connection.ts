import type { WebConnection } from '@sallyport/core/web'
import type { Context } from 'hono'

/** Tells what the host knows of a connection, for hosts other than `@hono/node-server`. Must not throw. */
export type ConnectionReader = (c: Context) => Pick<WebConnection, 'remoteAddress'>

/** What is read of Node's request, which `@hono/node-server` puts into `c.env.incoming`. */
interface Incoming {
  readonly url?: string
  readonly rawHeaders: readonly string[]
  readonly complete: boolean
  readonly socket?: { readonly remoteAddress?: string }
}

function incomingOf(c: Context): Incoming | undefined {
  const incoming = (c.env as { incoming?: Partial<Incoming> } | undefined)?.incoming
  return Array.isArray(incoming?.rawHeaders) ? (incoming as Incoming) : undefined
}

/** The raw header lines and the peer where Node is below, else what the application tells. */
export function connectionOf(c: Context, read: ConnectionReader | undefined): WebConnection {
  const incoming = incomingOf(c)
  const known = read?.(c)
  if (!incoming) return { ...known }
  const { rawHeaders, socket, url } = incoming
  return { rawHeaders, target: url, remoteAddress: socket?.remoteAddress, ...known }
}

/** The request with its body, also where a middleware before us has read it: Hono keeps what was read. */
export async function unreadRequest(c: Context): Promise<Request> {
  const { raw, bodyCache } = c.req
  if (raw.method === 'GET' || raw.method === 'HEAD' || Object.keys(bodyCache).length === 0) return raw
  const { url, method, headers, signal } = raw
  // What the middleware could not parse is no body for us either.
  const body = await c.req.arrayBuffer().catch(() => null)
  return new Request(url, { method, headers, signal, body })
}

/** An unread body would be taken for the next request of the connection: it ends with this answer. */
export function closeIfUnread(c: Context, answer: Response): Response {
  if (incomingOf(c)?.complete === false) answer.headers.set('connection', 'close')
  return answer
}
