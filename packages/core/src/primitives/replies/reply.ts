/** One line of an answer's head: lower-case name, value. */
export type HeaderLine = readonly [name: string, value: string]

/** An HTTP answer as plain data: building a web `Response` costs more than the whole check of a request. */
export interface Reply {
  readonly status: number
  /** Lower-case name and value of each line; a name may repeat. */
  readonly headers: readonly HeaderLine[]
  /** Empty for none. */
  readonly body: string
}

const BODYLESS = new Set([204, 205, 304])

/**
 * A reply as a web `Response`; lines that repeat (`set-cookie`, `www-authenticate`) stay separate.
 *
 * @throws {TypeError} when a value holds a line break or another byte that HTTP forbids
 * @example
 * ```ts
 * import { forbiddenReply, toResponse } from '@sallyport/core/replies'
 *
 * console.log(toResponse(forbiddenReply()).status) // 403
 * ```
 */
export function toResponse(reply: Reply): Response {
  const headers = new Headers()
  for (const [name, value] of reply.headers) headers.append(name, value)
  return new Response(BODYLESS.has(reply.status) || reply.body === '' ? null : reply.body, {
    status: reply.status,
    headers,
  })
}
