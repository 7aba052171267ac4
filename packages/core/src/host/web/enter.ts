import type { Admitted, Allowed, Gate, Outcome, Refused } from '../../compositions/resource-server/index.js'
import { parseJson } from '../../foundation/index.js'
import { sealAnswer } from './answer.js'
import { readBody } from './body.js'

/** The request may run, with exactly the `message` that was judged (ST-17). */
export interface Entered extends Allowed {
  /** The parsed body; `undefined` for a request without one. */
  readonly message: unknown
  /**
   * The handler's answer as it goes out: with the gate's header lines, and watched to its end. Waits until a session that
   * it opens is the caller's. Call it once.
   */
  seal(answer: Response): Promise<Response>
  /** Instead of {@link seal}, when the handler failed. */
  failed(): void
}

type MessageResult =
  { readonly ok: true; readonly message: unknown } | { readonly ok: false; readonly refused: Refused }

async function readMessage(gate: Gate, admitted: Admitted, request: Request): Promise<MessageResult> {
  if (request.method !== 'POST') return { ok: true, message: undefined }
  const body = await readBody(request, admitted.maxBodyBytes)
  const problem = body.kind === 'problem' ? body.problem : 'malformed'
  const json = body.kind === 'bytes' ? parseJson(body.bytes) : undefined
  if (json?.ok) return { ok: true, message: json.value }
  return { ok: false, refused: { allowed: false, reply: gate.refuseBody(admitted, problem) } }
}

/**
 * The way of an admitted request to its handler: reads the body once, asks the gate about the message in it, and tells
 * the gate once when the answer has ended or the client has gone (ST-64).
 *
 * @example
 * ```ts
 * import { toResponse } from '@sallyport/core/replies'
 * import { enter, webRequestFacts } from '@sallyport/core/web'
 * import type { Sallyport } from '@sallyport/core'
 *
 * export async function answer(sallyport: Sallyport, request: Request): Promise<Response> {
 *   const gate = sallyport.gate()
 *   const admitted = await gate.admit(webRequestFacts(request))
 *   const entered = admitted.allowed ? await enter(gate, admitted, request) : admitted
 *   if (!entered.allowed) return toResponse(entered.reply)
 *   return entered.seal(Response.json(entered.authInfo.scopes))
 * }
 * ```
 */
export async function enter(gate: Gate, admitted: Admitted, request: Request): Promise<Entered | Refused> {
  const read = await readMessage(gate, admitted, request)
  if (!read.ok) return read.refused
  const decision = await gate.authorize(admitted, read.message)
  if (!decision.allowed) return decision

  let ended = false
  const finish = (outcome: Outcome): void => {
    if (ended) return
    ended = true
    request.signal.removeEventListener('abort', gone)
    void gate.completed(admitted, outcome)
  }
  // nginx's code for a client that closed first: no answer was sent, and none has a status of its own.
  const gone = (): void => finish({ status: 499 })
  if (request.signal.aborted) {
    gone()
    return { allowed: false, reply: gate.refuseBody(admitted, 'aborted') }
  }
  request.signal.addEventListener('abort', gone, { once: true })
  return {
    ...decision,
    message: read.message,
    async seal(answer) {
      const sessionId = answer.headers.get('mcp-session-id')
      try {
        await gate.answering(admitted, { status: answer.status, ...(sessionId !== null && { sessionId }) })
        return sealAnswer(answer, decision.headers, finish, (close) => {
          if (!ended) gate.watch(admitted, read.message, close)
        })
      } catch (error) {
        // An answer that cannot be passed on, such as one whose body somebody else reads.
        finish({ status: 500 })
        throw error
      }
    },
    failed: () => finish({ status: 500 }),
  }
}
