import type { IncomingMessage } from 'node:http'
import type { Admitted, Gate } from '../../compositions/resource-server/index.js'
import { parseJson } from '../../foundation/index.js'
import type { Reply } from '../../primitives/replies/index.js'
import { readBody } from './body.js'

/** The parsed message of a request (`undefined` for one without a body), or the answer that refuses it. */
export type MessageResult =
  | { readonly ok: true; readonly message: unknown; readonly parsedBefore: boolean }
  | { readonly ok: false; readonly reply: Reply }

/**
 * Reads and parses the body of an admitted request, once. The handler must be given the same `message`: what was judged
 * is what is executed (ST-17).
 */
export async function readMessage(request: IncomingMessage, gate: Gate, admitted: Admitted): Promise<MessageResult> {
  if (request.method !== 'POST') return { ok: true, message: undefined, parsedBefore: false }
  const parsed = (request as { body?: unknown }).body
  if (parsed !== undefined) return { ok: true, message: parsed, parsedBefore: true }
  const body = await readBody(request, admitted.maxBodyBytes)
  if (body.kind === 'problem') return { ok: false, reply: gate.refuseBody(admitted, body.problem) }
  const json = parseJson(body.bytes)
  return json.ok
    ? { ok: true, message: json.value, parsedBefore: false }
    : { ok: false, reply: gate.refuseBody(admitted, 'malformed') }
}
