import { encodeBase64Url, type Runtime } from '../../foundation/index.js'
import { clientAddress, createOriginPolicy, trustedProxies, type RequestFacts } from '../../policy/transport/index.js'
import { payloadTooLargeReply, rpcErrorReply, strictTransportHeaders } from '../../primitives/replies/index.js'
import { createAdmit } from './admit.js'
import { createAuthorize } from './authorize.js'
import type { Settings } from './options.js'
import { refuseWith, type Passage } from './refusals.js'
import type { Admitted, Gate } from './types.js'

const BODY_PROBLEMS = {
  too_large: payloadTooLargeReply(),
  malformed: rpcErrorReply(400, { code: -32700, message: 'Parse error' }),
  aborted: rpcErrorReply(400, { code: 400, message: 'Bad request' }),
}

/** Ids only join log lines: a random start and a count cost next to nothing, and no two processes share them. */
export function requestIds(runtime: Pick<Runtime, 'randomBytes'>): () => string {
  const start = encodeBase64Url(runtime.randomBytes(9))
  let count = 0
  return () => `${start}-${(++count).toString(36)}`
}

export function createGate(
  settings: Settings,
  resourceMetadataUrl: string,
  runtime: Pick<Runtime, 'randomBytes'>,
): Gate {
  const { resource } = settings
  const proxies = trustedProxies(settings.trustProxy)
  const origins = createOriginPolicy({ resource, allowedOrigins: settings.allowedOrigins })
  const transportSecurity = strictTransportHeaders(resource)
  const nextRequestId = requestIds(runtime)
  const admit = createAdmit(settings, origins, resourceMetadataUrl)
  const authorize = createAuthorize(settings, resourceMetadataUrl)

  const addressOf = (facts: RequestFacts): string | undefined =>
    clientAddress(facts.remoteAddress, facts.headerLines('x-forwarded-for'), proxies)

  const passageOf = ({
    requestId,
    facts,
    headers,
  }: Omit<Admitted, 'allowed' | 'principal' | 'maxBodyBytes'>): Passage => ({
    requestId,
    facts,
    headers,
    address: addressOf(facts),
  })

  return Object.freeze<Gate>({
    admit(facts) {
      const headers = [...origins.answerHeaders(facts), ...transportSecurity]
      return admit(passageOf({ requestId: nextRequestId(), facts, headers }))
    },
    authorize: (admitted, message) => authorize(admitted, passageOf(admitted), message),
    completed() {
      // Nothing is held for a request yet.
    },
    refuseBody(admitted, problem) {
      const { principal } = admitted
      return refuseWith(settings, passageOf(admitted), BODY_PROBLEMS[problem], { reason: `body_${problem}`, principal })
        .reply
    },
  })
}
