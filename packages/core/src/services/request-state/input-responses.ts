import * as z from 'zod/mini'
import { RpcError } from '../../errors/index.js'
import { fitsForm } from './form-content.js'
import type { InputAnswers, InputRequest, InputRequests } from './types.js'

const object = z.record(z.string(), z.unknown())

/** Unknown members are dropped: an answer has the members of its kind and no others. */
const Elicited = z.discriminatedUnion('action', [
  z.object({ action: z.literal('accept'), content: z.optional(object) }),
  z.object({ action: z.enum(['decline', 'cancel']) }),
])
const Sampled = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.union([object, z.array(object)]),
  model: z.string(),
  stopReason: z.optional(z.string()),
})
const Roots = z.object({
  roots: z.array(z.object({ uri: z.string().check(z.startsWith('file://')), name: z.optional(z.string()) })),
})

function refuse(name: string): never {
  throw new RpcError(-32602, `Invalid inputResponses: ${name}`)
}

function elicited({ params }: InputRequest, value: unknown): unknown {
  const { mode, requestedSchema } = object.safeParse(params).data ?? {}
  const { data: answer } = Elicited.safeParse(value)
  if (answer?.action !== 'accept' || mode === 'url') return answer && { action: answer.action }
  const content = fitsForm(requestedSchema, answer.content ?? {})
  return content && { action: 'accept', content }
}

function answerTo(request: InputRequest, value: unknown): unknown {
  switch (request.method) {
    case 'elicitation/create':
      return elicited(request, value)
    case 'sampling/createMessage':
      return Sampled.safeParse(value).data
    case 'roots/list':
      return Roots.safeParse(value).data
    default:
      return undefined
  }
}

/**
 * Reads the answers to what was asked (EL-08). The client chooses every byte of `inputResponses`, so keep what was asked
 * in the sealed state or derive it anew; never read it from the request.
 *
 * Names that were not asked are dropped, and so are members that do not belong to the kind of answer. The content of a
 * form is held against `requestedSchema`: required fields, types and choices. Lengths, formats and ranges are left to
 * your own schema.
 *
 * @param asked the `inputRequests` of the round before
 * @param inputResponses `ctx.mcpReq.inputResponses` of SDK v2, or `params.inputResponses` of the message
 * @throws {RpcError} -32602 naming the first answer of a wrong type
 * @example
 * ```ts
 * import { readInputResponses } from '@sallyport/core/request-state'
 *
 * const asked = { roots: { method: 'roots/list' } }
 * const { responses, missing } = readInputResponses(asked, { roots: { roots: [] }, other: 1 })
 * console.log(Object.keys(responses), missing) // [ 'roots' ] []
 * ```
 */
export function readInputResponses(asked: InputRequests, inputResponses: unknown): InputAnswers {
  const given = inputResponses ?? {}
  if (typeof given !== 'object' || Array.isArray(given)) return refuse('not an object')
  const responses: [string, unknown][] = []
  const missing: string[] = []
  for (const [name, request] of Object.entries(asked)) {
    if (Object.hasOwn(given, name)) {
      responses.push([name, answerTo(request, (given as Record<string, unknown>)[name]) ?? refuse(name)])
    } else {
      missing.push(name)
    }
  }
  return { responses: Object.fromEntries(responses), missing }
}
