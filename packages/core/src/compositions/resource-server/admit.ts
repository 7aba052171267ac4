import { isSecurityError, type OAuthError } from '../../errors/index.js'
import type { Awaitable } from '../../foundation/index.js'
import { operationOf, type Principal } from '../../policy/access/index.js'
import { challenge, type ChallengeKind } from '../../policy/challenge/index.js'
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
import {
  badCredentialsReply,
  forbiddenReply,
  methodNotAllowedReply,
  rpcErrorReply,
  serverErrorReply,
  tooManyRequestsReply,
  unauthorizedReply,
  unavailableReply,
  type Reply,
} from '../../primitives/replies/index.js'
import { attempt, chain } from './awaitable.js'
import type { Settings } from './options.js'
import { auditContext, refuseWith, type Passage } from './refusals.js'
import type { Admitted, Refused } from './types.js'

type AdmitResult = Admitted | Refused

/** The first half of the gate: everything that can be judged before a body is read (RS-20, RS-24). */
export type Admit = (passage: Passage) => Awaitable<AdmitResult>

/** What clients say first. They need little for it, and will go on: the challenge names what they start with. */
const GREETINGS = ['initialize', 'server/discover']

/** What a stranger is told to ask for: a hint from headers, never a decision (RS-08, RS-69). */
function hintedScopes({ policy, baselineScopes }: Settings, facts: RequestFacts): readonly string[] {
  const [method, ...moreMethods] = facts.headerLines('mcp-method')
  const [name, ...moreNames] = facts.headerLines('mcp-name')
  if (method === undefined || moreMethods.length > 0 || moreNames.length > 0) return baselineScopes
  if (GREETINGS.includes(method)) return baselineScopes
  const scopes = policy.scopesFor(operationOf({ method, params: { name, uri: name } }, facts.method).key)
  return scopes.length > 0 ? scopes : baselineScopes
}

function isInvalidToken(error: unknown): error is OAuthError {
  return isSecurityError(error) && error.code === 'ERR_OAUTH' && 'error' in error && error.error === 'invalid_token'
}

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

/** @param resourceMetadataUrl for the challenges */
export function createAdmit(settings: Settings, origins: OriginPolicy, resourceMetadataUrl: string): Admit {
  const { resource, verifier, limits, audit, allowedHosts, maxBodyBytes, policy } = settings
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

  function challengeFor(kind: ChallengeKind, passage: Passage): readonly string[] {
    return [challenge({ kind, resourceMetadataUrl, scope: hintedScopes(settings, passage.facts) })]
  }

  function malformedReply(passage: Passage): Reply {
    return badCredentialsReply(
      challengeFor('invalid_request', passage),
      namesModernVersion(passage.facts) ? -32600 : 400,
    )
  }

  /** Only what was presented and is wrong costs the address; a genuine token that has run out does not. */
  function refuseToken(passage: Passage, reason: string): Awaitable<AdmitResult> {
    const refused = () =>
      refuseWith(settings, passage, unauthorizedReply(challengeFor('invalid_token', passage)), { reason })
    if (reason === 'token_expired') return refused()
    return chain(limits.failed(passage.address, 'gate', { requestId: passage.requestId }), refused)
  }

  function refuseError(passage: Passage, error: unknown): Awaitable<AdmitResult> {
    if (isInvalidToken(error)) return refuseToken(passage, error.reason)
    if (isSecurityError(error))
      return refuseWith(settings, passage, unavailableReply(), { reason: 'dependency_unavailable' })
    const errorName = error instanceof Error ? error.name : typeof error
    audit.record({
      kind: 'internal.failed',
      outcome: 'refused',
      operation: 'gate.admit',
      errorName,
      ...auditContext(passage),
    })
    return refuseWith(settings, passage, serverErrorReply(), { reason: 'internal_error' })
  }

  function admitPrincipal(passage: Passage, principal: Principal): AdmitResult {
    const { facts, requestId, address, headers } = passage
    const type = facts.method === 'POST' ? checkContentType(facts.headerLines('content-type')) : undefined
    if (type?.ok === false) return refuseForm(passage, type, principal)
    return { allowed: true, requestId, principal, maxBodyBytes, facts, address, headers }
  }

  function checkCredentials(passage: Passage): Awaitable<AdmitResult> {
    const presented = parseAuthorization(passage.facts)
    switch (presented.kind) {
      case 'bearer':
        return chain(verifier.verify(presented.token, resource), (principal) => admitPrincipal(passage, principal))
      case 'malformed':
        return refuseWith(settings, passage, malformedReply(passage), presented)
      case 'none':
        return refuseWith(settings, passage, unauthorizedReply(challengeFor('missing', passage)), presented)
      case 'dpop':
      case 'other_scheme': {
        const reply = unauthorizedReply(challengeFor('missing', passage))
        return refuseWith(settings, passage, reply, { reason: 'scheme_unsupported' })
      }
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
      () =>
        chain(limits.peekAddress(passage.address, 'gate', { requestId: passage.requestId }), (verdict) => {
          if (verdict.allowed) return checkCredentials(passage)
          const reply = verdict.outage ? unavailableReply() : tooManyRequestsReply(verdict.retryAfterMs)
          return refuseWith(settings, passage, reply, {
            reason: verdict.outage ? 'limits_unavailable' : 'address_limit',
          })
        }),
      (error) => refuseError(passage, error),
    )
  }
}
