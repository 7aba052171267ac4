import type { IdTokenClaims } from './id-token.js'
import type { ParsedOptions } from './options.js'
import type { UpstreamIdentity } from './types.js'

const MAX_ROLES = 256
const MAX_TEXT_LENGTH = 256

/** Who it is: (`issuer`, `subject`) of the ID token. E-mail and names are for showing only (PX-31). */
export function identityOf(claims: IdTokenClaims, options: ParsedOptions): UpstreamIdentity {
  const names = options.displayNameClaims.map((name) => claim(claims, name))
  const displayName = names.find((name): name is string => typeof name === 'string' && name.trim() !== '')
  return {
    issuer: options.issuer,
    subject: claims.sub,
    ...(displayName === undefined ? {} : { displayName: displayName.slice(0, MAX_TEXT_LENGTH) }),
    roles: rolesOf(claim(claims, options.rolesClaim)),
  }
}

/** All or nothing: a claim of an unexpected shape grants no role. */
function rolesOf(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length > MAX_ROLES) return []
  const fits = (role: unknown): role is string =>
    typeof role === 'string' && role !== '' && role.length <= MAX_TEXT_LENGTH
  return value.every(fits) ? [...new Set<string>(value)] : []
}

function claim(claims: IdTokenClaims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined
}
