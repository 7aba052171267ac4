import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Admitted, Allowed, Gate, Refused } from '../../compositions/resource-server/index.js'
import { parseJson } from '../../foundation/index.js'
import { readBody } from './body.js'
import { beforeHeaders } from './before-headers.js'
import { endStream } from './end-stream.js'
import { setHeaderLines } from './reply.js'
import { isGone, whenEnded } from './when-ended.js'
import { withoutSession } from './without-session.js'

/** The request may run, with exactly the `message` that was judged (ST-17). */
export interface Entered extends Allowed {
  /** The parsed body; `undefined` for a request without one. */
  readonly message: unknown
}

const PARSED_FIRST =
  'A body parser runs before protect(): bodies of unauthenticated callers are being parsed. Mount protect() before it.'

const warned = new WeakSet<Gate>()

function warnOnce(gate: Gate): void {
  if (warned.has(gate)) return
  warned.add(gate)
  process.emitWarning(PARSED_FIRST, { code: 'SALLYPORT_BODY_PARSED_FIRST' })
}

type MessageResult =
  { readonly ok: true; readonly message: unknown } | { readonly ok: false; readonly refused: Refused }

async function readMessage(
  gate: Gate,
  admitted: Admitted,
  request: IncomingMessage,
  payload: Readable,
): Promise<MessageResult> {
  if (request.method !== 'POST') return { ok: true, message: undefined }
  const parsed = (request as { body?: unknown }).body
  if (parsed !== undefined) {
    warnOnce(gate)
    return { ok: true, message: parsed }
  }
  const body = await readBody(request, admitted.maxBodyBytes, payload)
  const problem = body.kind === 'problem' ? body.problem : 'malformed'
  const json = body.kind === 'bytes' ? parseJson(body.bytes) : undefined
  if (json?.ok) return { ok: true, message: json.value }
  return { ok: false, refused: { allowed: false, reply: gate.refuseBody(admitted, problem) } }
}

/**
 * The way of an admitted request to its handler: reads the body once, asks the gate about the message in it, puts the
 * gate's header lines on the answer, and tells the gate once when the answer begins, and once when it has ended or the
 * client has gone (ST-64).
 *
 * @param payload the body, where the host put another stream in front of the request's own
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 * import { enter, requestFacts, sendReply } from '@sallyport/core/node'
 * import type { Sallyport } from '@sallyport/core'
 *
 * declare const sallyport: Sallyport
 * const gate = sallyport.gate()
 * createServer(async (req, res) => {
 *   const admitted = await gate.admit(requestFacts(req))
 *   const entered = admitted.allowed ? await enter(gate, admitted, req, res) : admitted
 *   if (!entered.allowed) return sendReply(res, entered.reply)
 *   res.end(entered.authInfo.clientId)
 * })
 * ```
 */
export async function enter(
  gate: Gate,
  admitted: Admitted,
  request: IncomingMessage,
  response: ServerResponse,
  payload: Readable = request,
): Promise<Entered | Refused> {
  const read = await readMessage(gate, admitted, request, payload)
  if (!read.ok) return read.refused
  const decision = await gate.authorize(admitted, read.message)
  if (!decision.allowed) return decision

  const complete = (): void => void gate.completed(admitted, { status: response.statusCode })
  if (response.headersSent || isGone(request, response)) {
    // Answered by somebody else or gone while we decided: nobody is left to work for.
    complete()
    return { allowed: false, reply: gate.refuseBody(admitted, 'aborted') }
  }
  if (decision.era === 'modern') withoutSession(request)
  // Before anything that may fail: the place among the caller's requests must be given back.
  whenEnded(request, response, complete)
  setHeaderLines(response, decision.headers)
  // Node does not wait here. This process knows of the session from now on; others once it is written.
  beforeHeaders(response, ({ isStream, ...answer }) => {
    void gate.answering(admitted, answer)
    if (isStream && !isGone(request, response)) gate.watch(admitted, read.message, () => endStream(response))
  })
  return { ...decision, message: read.message }
}
