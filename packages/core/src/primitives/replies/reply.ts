import { utf8 } from '../../foundation/index.js'

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
 * All lines of a reply: with `content-length`, which hosts would write each in its own spelling, or not at all (F-90).
 * None where there is nothing to measure (RFC 9110 §8.6).
 *
 * @example
 * ```ts
 * import { emptyReply, replyLines } from '@sallyport/core/replies'
 *
 * console.log(replyLines(emptyReply(413)).at(-1)) // ['content-length', '0']
 * ```
 */
export function replyLines({ status, headers, body }: Reply): readonly HeaderLine[] {
  return BODYLESS.has(status) ? headers : [...headers, ['content-length', String(utf8(body).length)]]
}

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
  for (const [name, value] of replyLines(reply)) headers.append(name, value)
  return new Response(BODYLESS.has(reply.status) || reply.body === '' ? null : reply.body, {
    status: reply.status,
    headers,
  })
}
