import type { Awaitable } from '../../foundation/index.js'
import type { Principal } from '../../policy/access/index.js'
import {
  ALLOWED_METHODS,
  checkContentType,
  checkMethod,
  checkModernMethod,
  checkSizes,
  createHostCheck,
  MODERN_METHODS,
  MODERN_REVISION,
  namesModernVersion,
  parseAuthorization,
  type OriginPolicy,
  type RequestFacts,
  type TransportVerdict,
} from '../../policy/transport/index.js'
import { forbiddenReply, methodNotAllowedReply, rpcErrorReply, type Reply } from '../../primitives/replies/index.js'
import type { RecognizedToken } from '../../services/tokens/index.js'
import { attempt, chain } from './awaitable.js'
import type { CredentialRefusals } from './credentials.js'
import type { Settings } from './options.js'
import { refuseWith, type Passage } from './refusals.js'
import type { Admitted, Refused } from './types.js'

type AdmitResult = Admitted | Refused

/** The first half of the gate: everything that can be judged before a body is read (RS-20, RS-24). */
export type Admit = (passage: Passage) => Awaitable<AdmitResult>

/**
 * Clients of 2026-07-28 take an error that they do not know for an older server, and fall back (ST-65): they get the
 * codes of their revision. The id is missing, for the body has not been read.
 */
function formReply(form: Extract<TransportVerdict, { ok: false }>, facts: RequestFacts, methods: string): Reply {
  const { status, reason } = form
  if (status === 403) return forbiddenReply()
  if (reason === 'method_not_in_revision') return methodNotAllowedReply(MODERN_METHODS.split(', '))
  if (status === 405) return methodNotAllowedReply(methods.split(', '))
  if (!namesModernVersion(facts)) return rpcErrorReply(status, { code: 400, message: 'Bad request' })
  if (reason === 'header_repeated') return rpcErrorReply(status, { code: -32020, message: 'Header mismatch' })
  return rpcErrorReply(status, { code: -32600, message: 'Invalid request' })
}

export function createAdmit(settings: Settings, origins: OriginPolicy, credentials: CredentialRefusals): Admit {
  const { resource, verifier, limits, allowedHosts, maxBodyBytes, policy } = settings
  const checkHost = createHostCheck({ resource, allowedHosts })
  const modernOnly = settings.minimumRevision === MODERN_REVISION
  const methods = modernOnly ? MODERN_METHODS : ALLOWED_METHODS

  function checkForm({ facts }: Passage): TransportVerdict {
    const host = checkHost(facts)
    if (!host.ok) return host
    const origin = origins.check(facts)
    if (!origin.ok) return origin
    const method = checkMethod(facts.method)
    if (!method.ok) return method
    const modern = checkModernMethod(facts, modernOnly)
    return modern.ok ? checkSizes(facts, policy.mirroredHeaders) : modern
  }

  function refuseForm(
    passage: Passage,
    form: Extract<TransportVerdict, { ok: false }>,
    principal?: Principal,
  ): Refused {
    return refuseWith(settings, passage, formReply(form, passage.facts, methods), { reason: form.reason, principal })
  }

  function admitToken(passage: Passage, { principal, assertStanding }: RecognizedToken): AdmitResult {
    const { facts, requestId, address, headers } = passage
    const type = facts.method === 'POST' ? checkContentType(facts.headerLines('content-type')) : undefined
    if (type?.ok === false) return refuseForm(passage, type, principal)
    return { allowed: true, requestId, principal, assertStanding, maxBodyBytes, facts, address, headers }
  }

  function checkCredentials(passage: Passage): Awaitable<AdmitResult> {
    const presented = parseAuthorization(passage.facts)
    switch (presented.kind) {
      case 'bearer':
        return chain(verifier.recognize(presented.token, resource), (token) => admitToken(passage, token))
      case 'malformed':
        return credentials.malformed(passage, presented.reason)
      case 'none':
        return credentials.missing(passage, presented.reason)
      case 'dpop':
      case 'other_scheme':
        return credentials.missing(passage, 'scheme_unsupported')
    }
  }

  return (passage) => {
    const form = checkForm(passage)
    if (!form.ok) return refuseForm(passage, form)
    if (passage.facts.method === 'OPTIONS') {
      const headers = [['allow', methods] as const, ...origins.preflightHeaders(passage.facts)]
      return { allowed: false, reply: { status: 204, headers, body: '' } }
    }
    return attempt(
      () => {
        const blocked = limits.isBlocked(passage.address, 'gate', { requestId: passage.requestId })
        return blocked ? credentials.exhausted(passage, blocked) : checkCredentials(passage)
      },
      (error) => credentials.failed(passage, error),
    )
  }
}
