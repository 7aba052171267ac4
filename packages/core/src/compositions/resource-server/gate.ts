import { encodeBase64Url, memo, type Runtime } from '../../foundation/index.js'
import {
  clientAddress,
  createOriginPolicy,
  MODERN_REVISION,
  trustedProxies,
  type RequestFacts,
} from '../../policy/transport/index.js'
import { payloadTooLargeReply, rpcErrorReply, strictTransportHeaders } from '../../primitives/replies/index.js'
import { createAdmit } from './admit.js'
import { createAuthorize } from './authorize.js'
import { createCredentialRefusals } from './credentials.js'
import type { Settings } from './options.js'
import { createPlaces } from './places.js'
import { refuseWith } from './refusals.js'
import { createSessionStep } from './session-step.js'
import { asksToListen, isRunning } from './stream-kinds.js'
import type { Streams } from './streams.js'
import type { Gate } from './types.js'

const KNOWN_PEERS = 1_000

const BODY_PROBLEMS = {
  too_large: payloadTooLargeReply(),
  malformed: rpcErrorReply(400, { code: -32700, message: 'Parse error' }),
  aborted: rpcErrorReply(400, { code: -32700, message: 'Parse error' }),
}

/** Ids only join log lines: a random start and a count cost next to nothing, and no two processes share them. */
export function requestIds(runtime: Pick<Runtime, 'randomBytes'>): () => string {
  const start = encodeBase64Url(runtime.randomBytes(9))
  let count = 0
  return () => `${start}-${(++count).toString(36)}`
}

/** Reading an address costs as much as the rest of the gate; without proxies, peers come back under the same one. */
function createAddressReader(trustProxy: Settings['trustProxy']): (facts: RequestFacts) => string | undefined {
  const proxies = trustedProxies(trustProxy)
  const addressOfPeer = memo(KNOWN_PEERS, (peer) => clientAddress(peer, [], proxies))
  return (facts) => {
    const { remoteAddress } = facts
    if (proxies.length > 0) return clientAddress(remoteAddress, facts.headerLines('x-forwarded-for'), proxies)
    return remoteAddress === undefined ? undefined : addressOfPeer(remoteAddress)
  }
}

export function createGate(
  settings: Settings,
  resourceMetadataUrl: string,
  streams: Streams,
  runtime: Pick<Runtime, 'randomBytes'>,
): Gate {
  const { resource } = settings
  const addressOf = createAddressReader(settings.trustProxy)
  const origins = createOriginPolicy({
    resource,
    allowedOrigins: settings.allowedOrigins,
    modernOnly: settings.minimumRevision === MODERN_REVISION,
  })
  const transportSecurity = strictTransportHeaders(resource)
  const nextRequestId = requestIds(runtime)
  const credentials = createCredentialRefusals(settings, resourceMetadataUrl)
  const places = createPlaces(settings.limits)
  const sessions = createSessionStep(settings, credentials)
  const admit = createAdmit(settings, origins, credentials)
  const authorize = createAuthorize(settings, resourceMetadataUrl, credentials, sessions, places)

  return Object.freeze<Gate>({
    admit(facts) {
      const headers = [...origins.answerHeaders(facts), ...transportSecurity]
      const address = addressOf(facts)
      return admit({ requestId: nextRequestId(), facts, address, headers })
    },
    authorize(admitted, message) {
      // Within the allowed clock difference a call may still be made; a stream would be ended as soon as it is open, and
      // its client would come again with the same token.
      if (asksToListen(admitted.facts.method, message) && streams.isOver(admitted.principal)) {
        return credentials.invalid(admitted, 'token_expired', admitted.principal)
      }
      return authorize(admitted, message)
    },
    answering: (admitted, answer) => sessions.answering(admitted, answer),
    watch(admitted, message, close) {
      streams.watch(admitted, { running: isRunning(message), close })
    },
    completed(admitted) {
      streams.release(admitted)
      places.leave(admitted)
    },
    refuseBody(admitted, problem) {
      const { principal } = admitted
      return refuseWith(settings, admitted, BODY_PROBLEMS[problem], { reason: `body_${problem}`, principal }).reply
    },
  })
}
