import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import { isSecurityError } from '../../errors/index.js'
import { constantTimeEqual, type Runtime } from '../../foundation/index.js'
import { upstreamFailure } from './failure.js'
import type { ParsedOptions } from './options.js'

const TOLERANCE_SECONDS = 30

/** The token comes straight from the token endpoint, seconds after it was made. */
const MAX_AGE_SECONDS = 600

/** OpenID Connect Core §2: at most 255 ASCII characters. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/

/** What is known of the person: checked claims of an ID token. */
export type IdTokenClaims = JWTPayload & { readonly sub: string }

/** OpenID Connect Core §3.1.3.7. The algorithms come from the configuration, never from the token (RFC 8725 §3.1). */
export async function verifyIdToken(
  idToken: string,
  nonce: string,
  options: ParsedOptions,
  keys: JWTVerifyGetKey,
  runtime: Pick<Runtime, 'nowMs'>,
): Promise<IdTokenClaims> {
  const { payload } = await jwtVerify(idToken, keys, {
    algorithms: [...options.idTokenAlgorithms],
    issuer: options.issuer,
    audience: options.clientId,
    requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat'],
    clockTolerance: TOLERANCE_SECONDS,
    maxTokenAge: MAX_AGE_SECONDS,
    currentDate: new Date(runtime.nowMs()),
  }).catch((error: unknown) => {
    throw isSecurityError(error) ? error : upstreamFailure('server_error', reasonOf(error))
  })
  if (typeof payload['nonce'] !== 'string' || !constantTimeEqual(payload['nonce'], nonce)) {
    throw upstreamFailure('server_error', 'upstream_id_token_nonce')
  }
  return checkParties(payload, options)
}

/**
 * The ID token of a refresh must be about the same person (OpenID Connect Core §12.2). Its signature may rest on TLS
 * (§3.1.3.7 rule 6), so that a failing key endpoint cannot cost us a rotated refresh token.
 */
export function checkRefreshedIdToken(idToken: string, earlier: string | undefined, options: ParsedOptions): void {
  const claims = decode(idToken)
  const subject = earlier === undefined ? claims?.sub : decode(earlier)?.sub
  const audience = claims?.aud
  const isOurs = Array.isArray(audience) ? audience.includes(options.clientId) : audience === options.clientId
  if (claims === undefined || claims.iss !== options.issuer || !isOurs || claims.sub !== subject) {
    throw upstreamFailure('invalid_grant', 'upstream_id_token_changed')
  }
}

function checkParties(payload: JWTPayload, { clientId }: ParsedOptions): IdTokenClaims {
  const { sub, aud, azp } = payload as Readonly<Record<string, unknown>>
  const severalAudiences = Array.isArray(aud) && aud.length > 1
  if ((azp !== undefined || severalAudiences) && azp !== clientId) {
    throw upstreamFailure('server_error', 'upstream_id_token_azp')
  }
  if (typeof sub !== 'string' || !SUBJECT.test(sub)) throw upstreamFailure('server_error', 'upstream_id_token_sub')
  return { ...payload, sub }
}

function decode(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token)
  } catch {
    return undefined
  }
}

/** Errors of `jose` carry the claims; only what kind they are is kept. */
function reasonOf(error: unknown): `upstream_${string}` {
  if (error instanceof errors.JWTExpired) return 'upstream_id_token_expired'
  if (error instanceof errors.JWTClaimValidationFailed) return `upstream_id_token_${claimName(error.claim)}`
  if (error instanceof errors.JOSEAlgNotAllowed) return 'upstream_id_token_alg'
  if (error instanceof errors.JWKSNoMatchingKey) return 'upstream_id_token_key'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'upstream_id_token_signature'
  return 'upstream_id_token_malformed'
}

function claimName(claim: string): string {
  return ['iss', 'sub', 'aud', 'exp', 'iat', 'nbf'].includes(claim) ? claim : 'claims'
}
