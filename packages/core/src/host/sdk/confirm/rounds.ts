import * as z from 'zod/mini'
import type { InputRequest, InputRequired } from '../../../services/request-state/index.js'
import { assertInputRequired } from '../../../services/request-state/index.js'
import { member } from '../messages.js'
import { ownWords } from '../own-words.js'
import type { SensitiveCall } from './call.js'
import { DECISION_FORM } from './question.js'

/** Name of our question among those of a result. */
export const QUESTION = 'confirmation'

/**
 * What we keep between two rounds, sealed: which question was put and how; or that it is answered, with the state of the
 * tool itself, which may ask things of its own.
 */
const Kept = z.discriminatedUnion('step', [
  z.strictObject({ step: z.enum(['form', 'page', 'waiting']), id: z.string() }),
  z.strictObject({ step: z.literal('confirmed'), inner: z.nullable(z.string()) }),
])
export type Kept = z.output<typeof Kept>

/** Tells our states from those that handlers make. */
const MEMBER = '@sallyport/core/confirmation'

const Payload = z.strictObject({ [MEMBER]: Kept })

/**
 * The state that came with a call. It is opened here, before the SDK looks at it, because it is ours in whatever way the
 * server was told to verify states of its own.
 *
 * @returns `undefined` for a first round
 * @throws {RpcError} -32602 for anything but a state of ours, for this caller and this call, once (EL-01 to EL-05)
 */
export async function keptFor({ context, confirmations }: SensitiveCall): Promise<Kept | undefined> {
  const read = member(context, 'mcpReq', 'requestState')
  const state: unknown = typeof read === 'function' ? (read as () => unknown)() : undefined
  if (state === undefined) return undefined
  const payload = await confirmations.rounds.verify(typeof state === 'string' ? state : '', context)
  const parsed = Payload.safeParse(payload)
  // A state that a handler made for this very call while it was not sensitive: there is nothing to go on from.
  return parsed.success ? parsed.data[MEMBER] : undefined
}

export const keep = ({ context, confirmations }: SensitiveCall, kept: Kept): Promise<string> =>
  confirmations.rounds.mint({ [MEMBER]: kept }, context)

/** @throws {RpcError} -32021 when the client did not declare what the question needs (EL-07, EL-19) */
export async function roundResult(
  call: SensitiveCall,
  kept: Kept,
  question: InputRequest | undefined,
): Promise<InputRequired> {
  const result: InputRequired = {
    resultType: 'input_required',
    ...(question && { inputRequests: { [QUESTION]: question } }),
    requestState: await keep(call, kept),
  }
  return ownWords(assertInputRequired(result, { method: 'tools/call', capabilities: call.client.capabilities }))
}

export const formQuestion = (message: string): InputRequest => ({
  method: 'elicitation/create',
  params: { mode: 'form', message, requestedSchema: DECISION_FORM },
})

export const urlQuestion = (message: string, url: string): InputRequest => ({
  method: 'elicitation/create',
  params: { mode: 'url', message, url },
})

/**
 * The context of the handler: without our state and our answer; in its own rounds with its state, if it has one, and all
 * answers, which are to its own questions whatever their names.
 */
export function handlerContext(context: object, own?: { readonly inner: string | null }): object {
  const mcpReq = member(context, 'mcpReq') as Readonly<Record<string, unknown>>
  const { inputResponses, ...rest } = mcpReq
  return {
    ...context,
    mcpReq: {
      ...rest,
      ...(own !== undefined && inputResponses !== undefined && { inputResponses }),
      requestState: () => own?.inner ?? undefined,
    },
  }
}
