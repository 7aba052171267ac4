import type { OperationVerdict } from './operation-policy.js'
import type { Principal } from './types.js'

/** Whether a caller may execute an operation. The reasons are for the audit log. */
export type AccessDecision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: 'operation_denied' | 'insufficient_scope' | 'role_missing' }

const ALLOWED: AccessDecision = Object.freeze({ allowed: true })
const ROLE_MISSING: AccessDecision = Object.freeze({ allowed: false, reason: 'role_missing' })

/**
 * Judges a caller. Scopes are necessary and not sufficient: roles are asked after them (RS-65).
 *
 * @param missing the required scopes that the token does not cover, from `missingScopes` of the scopes room
 * @example
 * ```ts
 * import { createOperationPolicy, decideAccess } from '@sallyport/core/access'
 *
 * const policy = createOperationPolicy({ 'tools/notes_delete': { scope: ['notes:delete'], roles: ['admin'] } })
 * const verdict = policy.for({ key: 'tools/notes_delete' })
 * console.log(decideAccess(verdict, { roles: ['guest'] }, [])) // { allowed: false, reason: 'role_missing' }
 * ```
 */
export function decideAccess(
  verdict: OperationVerdict,
  principal: Pick<Principal, 'roles'>,
  missing: readonly string[],
): AccessDecision {
  if (verdict.kind === 'deny') return { allowed: false, reason: 'operation_denied' }
  if (missing.length > 0) return { allowed: false, reason: 'insufficient_scope' }
  if (!hasOneOf(principal, verdict.roles)) return ROLE_MISSING
  return verdict.furtherRoles?.every((roles) => hasOneOf(principal, roles)) === false ? ROLE_MISSING : ALLOWED
}

function hasOneOf(principal: Pick<Principal, 'roles'>, roles: readonly string[]): boolean {
  return roles.length === 0 || roles.some((role) => principal.roles.includes(role))
}
