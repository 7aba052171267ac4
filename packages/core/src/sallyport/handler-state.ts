import * as z from 'zod/mini'
import type { Auditor } from '../audit/index.js'
import { authorizedMessage } from '../compositions/resource-server/index.js'
import { handlerAuthInfo } from '../compositions/upstream/index.js'
import { ConfigError } from '../errors/index.js'
import type { Runtime } from '../foundation/index.js'
import { keysFor, type KeySet } from '../primitives/keys/index.js'
import type { Confirmations } from '../services/elicitation/index.js'
import { createHandles, type HandleOwner, type Handles } from '../services/handles/index.js'
import { createRequestState, type RequestState, type StateCall } from '../services/request-state/index.js'
import { confirmationDoor, type HandlerConfirmations } from './handler-confirmations.js'
import type { Settings } from './options.js'
import type { HandlerHandles, HandlerRequestState } from './types.js'

/** What handlers keep between two requests; both need a key. */
export interface HandlerState {
  readonly requestState: RequestState
  /** Usable once, whatever the options say: an approval stands in it. */
  readonly rounds: RequestState
  readonly handles: Handles
  readonly confirmations: Confirmations
}

const AuthInfo = z.object({
  clientId: z.string(),
  resource: z.custom<URL>((value: unknown) => typeof value === 'object' && value !== null && 'href' in value),
  extra: z.object({ issuer: z.string(), subject: z.string(), grantId: z.optional(z.string()) }),
})
const Message = z.object({ method: z.string(), params: z.optional(z.unknown()) })

function withoutGate(): ConfigError {
  return new ConfigError({
    option: 'protect',
    problem: 'this handler runs without a caller, so the gate is not in front of it.',
    fix: 'Mount protect(sallyport) before the transport, and hand on its authInfo as it is.',
  })
}

function ownerOf(authInfo: unknown): HandleOwner {
  const { data } = AuthInfo.safeParse(authInfo)
  if (data === undefined) throw withoutGate()
  const { clientId, resource, extra } = data
  const { issuer, subject, grantId } = extra
  return { issuer, subject, clientId, resource: resource.href, grantId }
}

/** The call as the gate let it through: SDK v2 tells `verify` the method and not the params. */
function callOf(ctx: unknown): StateCall {
  const authInfo = handlerAuthInfo(ctx)
  const { data: message } = Message.safeParse(authorizedMessage(authInfo))
  if (message === undefined) throw withoutGate()
  const { issuer, subject, clientId, resource } = ownerOf(authInfo)
  return { principal: { issuer, subject, clientId, resource }, method: message.method, params: message.params }
}

/** @throws {ConfigError} for wrong options of `requestState` and `handles` */
export function createHandlerState(
  settings: Settings,
  parts: {
    readonly keys: KeySet
    readonly confirmations: Confirmations
    readonly isGrantLive?: (grantId: string) => Promise<boolean>
    readonly audit: Auditor
  },
  runtime: Runtime,
): HandlerState {
  const { records } = settings.store
  const { keys, confirmations, isGrantLive, audit } = parts
  const { reusable = false, ...options } = settings.requestState
  const stateOf = (once: boolean): RequestState =>
    createRequestState({ ...options, keys: keysFor(keys, 'sealing'), ...(once && { once: records }) }, audit, runtime)
  return {
    confirmations,
    requestState: stateOf(!reusable),
    rounds: stateOf(true),
    handles: createHandles(
      { ...settings.handles, keys: keysFor(keys, 'sealing'), records, ...(isGrantLive && { isGrantLive }) },
      audit,
      runtime,
    ),
  }
}

/** The doors for handlers: they take what an SDK hands to a handler, and find the caller in it. */
export function handlerDoors(
  started: () => Promise<HandlerState | undefined>,
  pageIssuer: string | undefined,
  audit: Auditor,
): {
  readonly requestState: HandlerRequestState
  readonly handles: HandlerHandles
  readonly confirmations: HandlerConfirmations
} {
  async function state(): Promise<HandlerState> {
    const found = await started()
    if (found) return found
    throw new ConfigError({
      option: 'keys',
      problem: 'request state, handles and confirmations are encrypted, and this deployment has no keys.',
      fix: 'Pass keysFromEnv(), keysFromFile(path) or developmentKeys().',
    })
  }
  const ownerIn = (extra: unknown): HandleOwner => ownerOf(handlerAuthInfo(extra))
  const doorTo = (name: 'requestState' | 'rounds') =>
    Object.freeze<HandlerRequestState>({
      mint: async (payload, ctx) => (await state())[name].seal(payload, callOf(ctx)),
      verify: async (sealed, ctx) => (await state())[name].open(sealed, callOf(ctx)),
    })
  const confirmations = async () => (await state()).confirmations
  return {
    confirmations: confirmationDoor(confirmations, ownerIn, doorTo('rounds'), pageIssuer, audit),
    requestState: doorTo('requestState'),
    handles: Object.freeze<HandlerHandles>({
      create: async (extra, value, lifetime) => (await state()).handles.create(ownerIn(extra), value, lifetime),
      get: async (extra, handle) => (await state()).handles.get(ownerIn(extra), handle),
      delete: async (extra, handle) => (await state()).handles.delete(ownerIn(extra), handle),
      deleteAll: async (extra) => (await state()).handles.deleteAll(ownerIn(extra)),
    }),
  }
}
