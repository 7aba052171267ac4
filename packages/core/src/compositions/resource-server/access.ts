import * as z from 'zod/mini'
import type { Awaitable } from '../../foundation/index.js'
import { decideAccess, type Judgement, type Principal } from '../../policy/access/index.js'
import { challenge } from '../../policy/challenge/index.js'
import { missingScopes } from '../../policy/scopes/index.js'
import type { LimitVerdict } from '../../services/limits/index.js'
import { attempt, chain } from './awaitable.js'
import type { Settings } from './options.js'
import { auditContext } from './refusals.js'

/** What a refused caller may read. The code of a status means the same as the status. */
export interface AccessError {
  readonly code: 401 | 403 | 429 | 503
  readonly message: string
  readonly data?: { readonly retryAfterMs: number }
}

/** Whether a message may run. `reason` is for the audit log, which has it already. */
export type AccessVerdict =
  | { readonly allowed: true; readonly principal: Principal }
  | {
      readonly allowed: false
      readonly reason: string
      readonly error: AccessError
      /** All scopes that the operation needs (RS-61); empty when scopes would not help. */
      readonly scopes: readonly string[]
    }

/** The rules of one protected resource, for whoever stands behind the gate and judges once more. */
export interface Access {
  /**
   * Judges one message of a caller by the `operations` of this resource and the `authorize` hook; tells the audit log
   * of a refusal. Never throws. Synchronous when the hook is.
   *
   * @param message the parsed message; `undefined` for a request without one
   * @param authInfo as the gate or `sallyport.verifier` made it; anything else is refused
   * @param httpMethod names the operation of a request without a message. Default `POST`
   */
  decide(message: unknown, authInfo: unknown, httpMethod?: string): Awaitable<AccessVerdict>
  /**
   * What a caller may use, by key (`tools/notes_add`), for notifications. Scopes and roles decide; the `authorize` hook
   * judges calls and is not asked.
   */
  permits(authInfo: unknown): (key: string) => boolean
  /** What a list shows a caller: what it {@link permits}, and with `listObtainable` what more scopes would. */
  lists(authInfo: unknown): (key: string) => boolean
  /** All scopes of an operation whose scopes the caller lacks (RS-61), else none. Decides and records nothing. */
  lacking(message: unknown, authInfo: unknown): readonly string[]
  /** Who calls; `undefined` when `authInfo` was not made for this resource. */
  principalOf(authInfo: unknown): Principal | undefined
  /** Tells the audit log of a refusal that was decided elsewhere. */
  refused(reason: string, status: number, authInfo: unknown, operation?: string): void
  /** For the 401 to a request without `authInfo`; `undefined` where no request arrives over HTTP. */
  readonly challenge: string | undefined
  /** Where `authInfo` is the same for all messages, because the process belongs to one person: stdio. */
  readonly localAuthInfo: unknown
}

export interface AccessOptions extends Pick<Settings, 'policy' | 'hierarchy' | 'authorize' | 'audit'> {
  readonly principalOf: (authInfo: unknown) => Principal | undefined
  readonly challenge?: string | undefined
  readonly localAuthInfo?: unknown
  readonly listObtainable?: boolean
  /** Records calls that may run, where no gate has done it. */
  readonly recordAllowed?: boolean
  /** Charges a call that scopes and roles allow, or one for a call that they do not. */
  readonly charge?: (principal: Principal, cost: number, judgement: Judgement) => Awaitable<LimitVerdict>
}

type Refused = Extract<AccessVerdict, { allowed: false }>

const strings = z.array(z.string())
const AuthInfo = z.object({
  clientId: z.string(),
  scopes: strings,
  expiresAt: z.number(),
  resource: z.object({ href: z.string() }),
  extra: z.object({
    subject: z.string(),
    issuer: z.string(),
    roles: strings,
    tokenId: z.string(),
    grantId: z.optional(z.string()),
  }),
})
const RequestId = z.object({ extra: z.object({ requestId: z.string() }) })
/** What stands in the audit log for the method of a request that is seen as a message. */
const METHOD = 'message'
const UNLIMITED: LimitVerdict = Object.freeze({ allowed: true })
const FORBIDDEN: AccessError = Object.freeze({ code: 403, message: 'Forbidden' })
const UNAUTHORIZED: AccessError = Object.freeze({ code: 401, message: 'Unauthorized' })

const requestIdOf = (authInfo: unknown): string => RequestId.safeParse(authInfo).data?.extra.requestId ?? ''

/** Reads the caller from `AuthInfo` that was made for this resource; a token of another resource is nobody here. */
export function principalReader(resource: string): (authInfo: unknown) => Principal | undefined {
  const { href } = new URL(resource)
  return (authInfo) => {
    const { data } = AuthInfo.safeParse(authInfo)
    if (data?.resource.href !== href) return undefined
    const { clientId, scopes, expiresAt, extra } = data
    return { ...extra, grantId: extra.grantId, clientId, scopes, resource, expiresAtMs: expiresAt * 1000 }
  }
}

/** The same rules as the gate, for messages that have passed it, or that came in by another door. */
export function createAccess(options: AccessOptions): Access {
  const { policy, hierarchy, audit, principalOf, authorize: hook } = options
  const charge = options.charge ?? (() => UNLIMITED)

  function record(reason: string, status: number, authInfo: unknown, operation?: string): void {
    audit.record({
      kind: 'request.refused',
      outcome: 'refused',
      reason,
      method: METHOD,
      status,
      ...(operation === undefined ? {} : { operation }),
      ...auditContext({ requestId: requestIdOf(authInfo), address: undefined }, principalOf(authInfo)),
    })
  }

  const missing = ({ verdict }: Pick<Judgement, 'verdict'>, { scopes }: Principal) =>
    verdict.kind === 'allow' ? missingScopes(scopes, verdict.scopes, hierarchy) : []

  function allow(operation: string, authInfo: unknown, principal: Principal): AccessVerdict {
    if (options.recordAllowed === true) {
      const context = auditContext({ requestId: requestIdOf(authInfo), address: undefined }, principal)
      audit.record({ kind: 'request.admitted', outcome: 'allowed', method: METHOD, operation, ...context })
    }
    return { allowed: true, principal }
  }

  function judge(judgement: Judgement, message: unknown, authInfo: unknown, principal: Principal) {
    const { operation, verdict } = judgement
    const lacking = missing(judgement, principal)
    const decision = decideAccess(verdict, principal, lacking)
    const refuse = (reason: string, error: AccessError = FORBIDDEN, scopes: readonly string[] = []): Refused => {
      record(reason, error.code, authInfo, operation.key)
      return { allowed: false, reason, error, scopes }
    }
    const cost = decision.allowed && verdict.kind === 'allow' ? verdict.cost : 1
    return chain(charge(principal, cost, judgement), (limit): Awaitable<AccessVerdict> => {
      if (!limit.allowed) return refuse(...limited(limit))
      if (!decision.allowed) {
        const scopes = lacking.length > 0 && verdict.kind === 'allow' ? verdict.scopes : []
        return refuse(decision.reason, FORBIDDEN, scopes)
      }
      if (hook === undefined) return allow(operation.key, authInfo, principal)
      return attempt<AccessVerdict>(
        () =>
          chain(hook({ principal, operation, message }), (allowed: unknown) =>
            // A hook in plain JavaScript may answer anything: only `true` lets through.
            allowed === true ? allow(operation.key, authInfo, principal) : refuse('authorize_denied'),
          ),
        () => refuse('authorize_failed'),
      )
    })
  }

  function usable(authInfo: unknown, lacks: typeof missing): (key: string) => boolean {
    const principal = principalOf(authInfo)
    if (principal === undefined) return () => false
    return (key) => {
      const verdict = policy.for({ key })
      return decideAccess(verdict, principal, lacks({ verdict }, principal)).allowed
    }
  }

  return Object.freeze<Access>({
    challenge: options.challenge,
    localAuthInfo: options.localAuthInfo,
    principalOf,
    refused: record,
    decide(message, authInfo, httpMethod = 'POST') {
      const principal = principalOf(authInfo)
      const judgement = policy.judge(message, httpMethod)
      if (principal !== undefined) return judge(judgement, message, authInfo, principal)
      record('caller_unknown', 401, undefined, judgement.operation.key)
      return { allowed: false, reason: 'caller_unknown', error: UNAUTHORIZED, scopes: [] }
    },
    lacking(message, authInfo) {
      const principal = principalOf(authInfo)
      const { verdict } = policy.judge(message, 'POST')
      if (principal === undefined || verdict.kind === 'deny') return []
      return missing({ verdict }, principal).length > 0 ? verdict.scopes : []
    },
    permits: (authInfo) => usable(authInfo, missing),
    lists: (authInfo) => usable(authInfo, options.listObtainable === true ? () => [] : missing),
  })
}

function limited(limit: Extract<LimitVerdict, { allowed: false }>): [reason: string, error: AccessError] {
  const data = { retryAfterMs: limit.retryAfterMs }
  if (limit.outage) return ['limits_unavailable', { code: 503, message: 'Service unavailable', data }]
  return ['principal_limit', { code: 429, message: 'Too many requests', data }]
}

/** For answers to requests without a caller. */
export function missingCredentials(resourceMetadataUrl: string, scope: readonly string[]): string {
  return challenge({ kind: 'missing', resourceMetadataUrl, scope })
}
