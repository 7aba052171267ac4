import { isSecurityError, type OAuthError } from '../../errors/index.js'
import type { Awaitable } from '../../foundation/index.js'
import { operationOf, type Principal } from '../../policy/access/index.js'
import { challenge, type ChallengeKind } from '../../policy/challenge/index.js'
import { namesModernVersion, type RequestFacts } from '../../policy/transport/index.js'
import {
  badCredentialsReply,
  rateLimitLines,
  serverErrorReply,
  tooManyRequestsReply,
  unauthorizedReply,
  unavailableReply,
} from '../../primitives/replies/index.js'
import type { ExhaustedLimit } from '../../services/limits/index.js'
import { chain } from './awaitable.js'
import type { Settings } from './options.js'
import { auditContext, refuseWith, type Passage } from './refusals.js'
import type { Refused } from './types.js'

/** The answers to credentials that do not let in. */
export interface CredentialRefusals {
  /** Without credentials, or with those of a scheme that is not spoken here. */
  missing(passage: Passage, reason: string): Refused
  malformed(passage: Passage, reason: string): Refused
  /** @param reason private, as the verifier gave it */
  invalid(passage: Passage, reason: string, principal?: Principal): Awaitable<Refused>
  /** The address has failed too often. */
  exhausted(passage: Passage, limit: ExhaustedLimit): Refused
  /** Whatever was thrown while a token was judged. */
  failed(passage: Passage, error: unknown, principal?: Principal): Awaitable<Refused>
}

/** Of genuine tokens: they cost the address nothing. */
const GENUINE: ReadonlySet<string> = new Set(['token_expired', 'session_signal_challenged'])

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

/** @param resourceMetadataUrl for the challenges */
export function createCredentialRefusals(settings: Settings, resourceMetadataUrl: string): CredentialRefusals {
  const { limits, audit } = settings

  function challengeFor(kind: ChallengeKind, { facts }: Passage): readonly string[] {
    return [challenge({ kind, resourceMetadataUrl, scope: hintedScopes(settings, facts) })]
  }

  /** Only what was presented and is wrong costs the address; a genuine token that must be renewed does not. */
  function invalid(passage: Passage, reason: string, principal?: Principal): Awaitable<Refused> {
    const refused = () =>
      refuseWith(settings, passage, unauthorizedReply(challengeFor('invalid_token', passage)), { reason, principal })
    if (GENUINE.has(reason)) return refused()
    return chain(limits.failed(passage.address, 'gate', { requestId: passage.requestId }), (limit) =>
      limit.allowed ? refused() : exhausted(passage, limit),
    )
  }

  function exhausted(passage: Passage, limit: ExhaustedLimit): Refused {
    const { retryAfterMs, quota, outage } = limit
    if (outage) return refuseWith(settings, passage, unavailableReply(), { reason: 'limits_unavailable' })
    const reply = tooManyRequestsReply(retryAfterMs, undefined, rateLimitLines(quota, retryAfterMs))
    return refuseWith(settings, passage, reply, { reason: 'address_limit' })
  }

  return {
    invalid,
    exhausted,
    missing: (passage, reason) =>
      refuseWith(settings, passage, unauthorizedReply(challengeFor('missing', passage)), { reason }),
    malformed(passage, reason) {
      const code = namesModernVersion(passage.facts) ? -32600 : 400
      const reply = badCredentialsReply(challengeFor('invalid_request', passage), code)
      return refuseWith(settings, passage, reply, { reason })
    },
    failed(passage, error, principal) {
      if (isInvalidToken(error)) return invalid(passage, error.reason, principal)
      if (isSecurityError(error))
        return refuseWith(settings, passage, unavailableReply(), { reason: 'dependency_unavailable', principal })
      const errorName = error instanceof Error ? error.name : typeof error
      audit.record({
        kind: 'internal.failed',
        outcome: 'refused',
        operation: 'gate.admit',
        errorName,
        ...auditContext(passage),
      })
      return refuseWith(settings, passage, serverErrorReply(), { reason: 'internal_error' })
    },
  }
}
