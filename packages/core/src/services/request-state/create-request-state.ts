import * as z from 'zod/mini'
import type { Auditor } from '../../audit/index.js'
import { RpcError } from '../../errors/index.js'
import {
  canonicalJson,
  parseJson,
  randomBase64Url,
  shardOf,
  systemRuntime,
  type Runtime,
} from '../../foundation/index.js'
import { createSealer } from '../../primitives/sealing/index.js'
import { bindingOf, ownerOf, type CallBinding } from './call.js'
import { readStateOptions, type RequestStateOptions } from './options.js'
import type { RequestState, StateCall } from './types.js'

const Content = z.strictObject({
  payload: z.unknown(),
  method: z.string(),
  name: z.nullable(z.string()),
  digest: z.string(),
  expiresAtMs: z.number(),
  id: z.string(),
})
type Content = z.output<typeof Content>

/** 128 bits: ids of two states never meet. */
const ID_BYTES = 16
/** Levels of nesting that the payload may have, the state itself included. */
const MAX_DEPTH = 64
/** Marks outlive what they guard by twice the clock difference that is allowed between processes. */
const MARK_MARGIN_MS = 60_000

function parseContent(text: string | undefined): Content | undefined {
  const json = text === undefined ? undefined : parseJson(text, MAX_DEPTH)
  return json?.ok ? Content.safeParse(json.value).data : undefined
}

function reasonFor(content: Content, binding: CallBinding): string | undefined {
  if (content.method !== binding.method) return 'state_other_method'
  if (content.name !== binding.name) return 'state_other_name'
  return content.digest === binding.digest ? undefined : 'state_other_params'
}

/**
 * Creates what seals the state of one call between two rounds (EL-01 to EL-06): AES-256-GCM under a key of its own
 * purpose, bound to the caller, the method and the params, with an expiry, and usable once where `once` is given.
 *
 * `createSallyport` makes one: `sallyport.requestState` plugs into `new McpServer(info, { requestState })`. Use this
 * directly on servers without Sallyport's gate.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createAuditor } from '@sallyport/core/audit'
 * import { createRequestState } from '@sallyport/core/request-state'
 *
 * const keys = [{ kid: 's1', secret: crypto.getRandomValues(new Uint8Array(32)) }]
 * const requestState = createRequestState({ keys }, createAuditor([]))
 * const call = { principal: undefined, method: 'tools/call', params: { name: 'deploy', arguments: { env: 'test' } } }
 * const state = await requestState.seal({ step: 1 }, call)
 * console.log(await requestState.open(state, call)) // { step: 1 }
 * ```
 */
export function createRequestState(
  options: RequestStateOptions,
  audit: Auditor,
  runtime: Pick<Runtime, 'nowMs' | 'randomBytes' | 'sha256'> = systemRuntime,
): RequestState {
  const { keys, lifetimeMs, maxLength, once } = readStateOptions(options)
  const sealer = createSealer(keys, 'request-state', runtime)

  function refuse({ principal, method }: StateCall, reason: string): never {
    audit.record({
      kind: 'state.refused',
      outcome: 'refused',
      reason,
      method,
      ...(principal && { subject: principal.subject, clientId: principal.clientId, resource: principal.resource }),
    })
    throw new RpcError(-32602, 'Invalid or expired requestState')
  }

  async function isFirstUse({ id, expiresAtMs }: Content, { principal }: StateCall): Promise<boolean> {
    if (once === undefined) return true
    const key = `state-used:${await shardOf(principal?.subject ?? id, runtime)}${id}`
    return (await once.putIfAbsent(key, '1', { expiresAtMs: expiresAtMs + MARK_MARGIN_MS })).inserted
  }

  return Object.freeze<RequestState>({
    async seal(payload, call) {
      const expiresAtMs = runtime.nowMs() + lifetimeMs
      const content: Content = {
        payload,
        ...(await bindingOf(call, runtime)),
        expiresAtMs,
        id: randomBase64Url(ID_BYTES, runtime),
      }
      const text = canonicalJson(content)
      if (!parseJson(text, MAX_DEPTH).ok) throw new RangeError('The payload is nested too deeply.')
      const state = await sealer.seal(text, ownerOf(call))
      if (state.length <= maxLength) return state
      throw new RangeError(`The request state would have ${String(state.length)} characters: keep data in a handle.`)
    },
    async open(state, call) {
      if (typeof state !== 'string' || state.length > maxLength) return refuse(call, 'state_too_large')
      const content = parseContent(await sealer.open(state, ownerOf(call)))
      if (content === undefined) return refuse(call, 'state_unreadable')
      const binding = await bindingOf(call, runtime).catch(() => undefined)
      const reason = binding === undefined ? 'state_other_params' : reasonFor(content, binding)
      if (reason !== undefined) return refuse(call, reason)
      if (content.expiresAtMs <= runtime.nowMs()) return refuse(call, 'state_expired')
      // Last of all: a state that is refused for another reason must not be used up by whoever holds a copy.
      return (await isFirstUse(content, call)) ? content.payload : refuse(call, 'state_replayed')
    },
  })
}
