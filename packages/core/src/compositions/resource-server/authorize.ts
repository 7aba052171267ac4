import type { Awaitable } from '../../foundation/index.js'
import { decideAccess } from '../../policy/access/index.js'
import { challenge } from '../../policy/challenge/index.js'
import { missingScopes, sortScopes } from '../../policy/scopes/index.js'
import { parseAuthorization } from '../../policy/transport/index.js'
import {
  forbiddenReply,
  rateLimitLines,
  serverErrorReply,
  tooManyRequestsReply,
  unavailableReply,
  type LimitQuota,
} from '../../primitives/replies/index.js'
import type { ExhaustedLimit, LimitVerdict } from '../../services/limits/index.js'
import { authInfoOf } from './auth-info.js'
import { attempt, chain } from './awaitable.js'
import { createCallReader, type Call } from './call.js'
import type { CredentialRefusals } from './credentials.js'
import type { Settings } from './options.js'
import type { Places } from './places.js'
import { auditContext, refuseWith, type RefusalNote } from './refusals.js'
import { sessionCaller, type SessionStep } from './session-step.js'
import type { Admitted, Allowed, Refused } from './types.js'

/** The second half of the gate: limits and access of the operation that will be executed (RS-60 to RS-69). */
export type Authorize = (admitted: Admitted, message: unknown) => Awaitable<Allowed | Refused>

export function createAuthorize(
  settings: Settings,
  resourceMetadataUrl: string,
  credentials: CredentialRefusals,
  sessions: SessionStep,
  places: Places,
): Authorize {
  const { hierarchy, limits, audit, includeGranted, authorize: hook, unsafelyExposeToken } = settings
  const readCall = createCallReader(settings)

  function refuse({ admitted, operation }: Call, reply: Refused['reply'], note: RefusalNote): Refused {
    return refuseWith(settings, admitted, reply, { ...note, principal: admitted.principal, operation: operation.key })
  }

  /** All scopes of the operation in one challenge, in one order (RS-60, RS-61, RS-64). */
  function refuseScopes(call: Call, required: readonly string[], missing: readonly string[]): Refused {
    const { principal } = call.admitted
    audit.record({
      kind: 'scope.insufficient',
      outcome: 'refused',
      operation: call.operation.key,
      required,
      ...auditContext(call.admitted, principal),
    })
    const header = challenge({
      kind: 'insufficient_scope',
      resourceMetadataUrl,
      scope: includeGranted ? sortScopes([...principal.scopes, ...required]) : required,
      description: `${missing.join(' ')} needed`,
    })
    return refuse(call, forbiddenReply([header], call.id), { reason: 'insufficient_scope' })
  }

  function allow(call: Call, quota: LimitQuota | undefined): Allowed | Refused {
    const { admitted, operation, message, served } = call
    const { principal, requestId, facts } = admitted
    const full = places.enter(admitted)
    if (full !== undefined) return refuseLimit(call, full)
    // The spread comes last: the other way round V8 takes twenty times as long, on every request.
    audit.record({
      kind: 'request.admitted',
      outcome: 'allowed',
      method: facts.method,
      operation: operation.key,
      ...auditContext(admitted, principal),
    })
    const presented = unsafelyExposeToken ? parseAuthorization(facts) : undefined
    const token = presented && 'token' in presented ? presented.token : undefined
    const authInfo = authInfoOf(principal, {
      resourceMetadataUrl,
      requestId,
      message,
      token,
      sessionCaller: () => sessionCaller(admitted),
    })
    const headers = [...admitted.headers, ...rateLimitLines(quota)]
    return { allowed: true, principal, authInfo, era: served.era, revision: served.revision, headers }
  }

  function askHook(call: Call, quota: LimitQuota | undefined): Awaitable<Allowed | Refused> {
    if (hook === undefined) return allow(call, quota)
    const { admitted, operation, message } = call
    return attempt(
      () =>
        chain(hook({ principal: admitted.principal, operation, message }), (allowed: unknown) =>
          // A hook in plain JavaScript may answer anything: only `true` lets through.
          allowed === true
            ? allow(call, quota)
            : refuse(call, forbiddenReply([], call.id), { reason: 'authorize_denied' }),
        ),
      (error) => {
        const errorName = error instanceof Error ? error.name : typeof error
        audit.record({
          kind: 'internal.failed',
          outcome: 'refused',
          operation: 'gate.authorize',
          errorName,
          ...auditContext(admitted, admitted.principal),
        })
        return refuse(call, serverErrorReply(), { reason: 'authorize_failed' })
      },
    )
  }

  function decide(call: Call, missing: readonly string[], quota: LimitQuota | undefined): Awaitable<Allowed | Refused> {
    const { verdict } = call
    const decision = decideAccess(verdict, call.admitted.principal, missing)
    if (decision.allowed) return askHook(call, quota)
    if (decision.reason === 'insufficient_scope' && verdict.kind === 'allow')
      return refuseScopes(call, verdict.scopes, missing)
    return refuse(call, forbiddenReply([], call.id), { reason: decision.reason })
  }

  function refuseLimit(call: Call, verdict: ExhaustedLimit): Refused {
    if (verdict.outage) return refuse(call, unavailableReply(call.id), { reason: 'limits_unavailable' })
    const { retryAfterMs, quota } = verdict
    const reply = tooManyRequestsReply(retryAfterMs, call.id, rateLimitLines(quota, retryAfterMs))
    return refuse(call, reply, { reason: 'principal_limit' })
  }

  /** What it costs; a refusal costs one, so that asking for expensive operations in vain does not run the caller dry. */
  function debit({ admitted, operation, verdict }: Call, missing: readonly string[]): Awaitable<LimitVerdict> {
    const cost = verdict.kind === 'allow' && missing.length === 0 ? verdict.cost : 1
    const charge = { operation: operation.key, cost }
    return limits.debitPrincipal(admitted.principal, charge, { requestId: admitted.requestId })
  }

  /** Undefined while the token stands. */
  function revoked({ admitted }: Call): Awaitable<Refused | undefined> {
    return attempt<Refused | undefined>(
      () => chain(admitted.assertStanding(), () => undefined),
      (error) => credentials.failed(admitted, error, admitted.principal),
    )
  }

  function judge(
    call: Call,
    missing: readonly string[],
    bucket: LimitVerdict,
    session: ReturnType<SessionStep['look']>,
  ): Awaitable<Allowed | Refused> {
    if (!bucket.allowed) return refuseLimit(call, bucket)
    if (session === undefined) return decide(call, missing, bucket.quota)
    // Not before: what a session shows of itself, and whether it ends, follows from requests that count.
    return chain(session(), (verdict) =>
      verdict.allowed ? decide(call, missing, bucket.quota) : sessions.refuse(call, verdict),
    )
  }

  return (admitted, message) => {
    const call = readCall(admitted, message)
    if (!call.allowed) return call
    const malformed = sessions.checkForm(call)
    if (malformed !== undefined) return malformed
    const { verdict } = call
    const missing = verdict.kind === 'allow' ? missingScopes(admitted.principal.scopes, verdict.scopes, hierarchy) : []
    // All of it is asked before anything is awaited: one round trip. A revoked token costs its owner nothing where the log
    // answers at once; elsewhere each process learns of it from one request.
    const standing = revoked(call)
    if (standing !== undefined && !(standing instanceof Promise)) return standing
    const limit = debit(call, missing)
    const session = sessions.look(call)
    return chain(standing, (refused) => refused ?? chain(limit, (bucket) => judge(call, missing, bucket, session)))
  }
}
