import type { CryptoKey, JWTVerifyGetKey } from 'jose'
import type { Auditor } from '../audit/index.js'
import { isSecurityError } from '../errors/index.js'
import type { Runtime } from '../foundation/index.js'
import { createOutbound, createRemoteKeys } from '../primitives/outbound/index.js'
import {
  createIntrospection,
  type Introspection,
  type KeyQuery,
  type TrustedIssuer,
  type UpstreamTokenRules,
  type VerificationAlgorithm,
  type VerificationKey,
} from '../services/tokens/index.js'
import type { Verification } from './issuer-options.js'
import type { Settings } from './options.js'

/** A request waits for the answer about its token; a call that nobody answers in five seconds is better off with a 503. */
const INTROSPECTION_TIMEOUT_MS = 5_000
/** Answers are kept; a real one has a few hundred bytes. */
const INTROSPECTION_MAX_BYTES = 65_536

/** An unknown key is no key; a provider that cannot be asked stays an outage. */
async function findKey(remote: JWTVerifyGetKey, { alg, kid }: KeyQuery): Promise<VerificationKey | undefined> {
  try {
    const key = await remote({ alg, ...(kid !== undefined && { kid }) }, { payload: '', signature: '' })
    // The verifier holds `alg` against its own list once more.
    return {
      kid: kid ?? '',
      alg: alg as VerificationAlgorithm,
      verificationKey: () => Promise.resolve(key as CryptoKey),
    }
  } catch (error) {
    if (isSecurityError(error)) throw error
    return undefined
  }
}

/** The client gets a bare 503; why there is no answer is for whoever runs this server. */
function reported(introspection: Introspection, upstream: string, audit: Auditor): Introspection {
  return {
    ask: (token, digest) =>
      introspection.ask(token, digest).catch((error: unknown) => {
        if (isSecurityError(error) && 'error' in error && error.error === 'temporarily_unavailable') {
          const reason = 'reason' in error ? String(error.reason) : 'unknown'
          audit.record({ kind: 'upstream.failed', outcome: 'refused', upstream, reason })
        }
        throw error
      }),
  }
}

/**
 * Authorization servers of others: with their keys, read from where the configuration says, or asked about each token
 * (RS-32, RS-37, UR-15); and the upstream provider for the time of a migration (F-11).
 */
export function foreignIssuers(
  settings: Settings,
  migration: UpstreamTokenRules | undefined,
  audit: Auditor,
  runtime: Runtime,
): readonly TrustedIssuer[] {
  const { trustedIssuers, authorizationServer, unsafelyAllowHttpLoopback } = settings
  const common = { unsafelyAllowHttpLoopback, urlsFrom: 'configuration' } as const
  const outbound = createOutbound(common, runtime)
  const asking = createOutbound(
    { ...common, timeoutMs: INTROSPECTION_TIMEOUT_MS, maxBytes: INTROSPECTION_MAX_BYTES },
    runtime,
  )

  function verifiedBy(issuer: string, { jwksUri = '', introspection, unsafelyAcceptJwtTyp }: Verification) {
    if (introspection) {
      const { authMethod, maxStaleMs, ...rest } = introspection
      const options = { ...rest, ...(authMethod && { authMethod }), ...(maxStaleMs !== undefined && { maxStaleMs }) }
      return { introspection: reported(createIntrospection(options, asking, runtime), issuer, audit) }
    }
    const remote = createRemoteKeys(outbound, () => Promise.resolve(jwksUri), runtime)
    return {
      keys: (query: KeyQuery) => findKey(remote, query),
      ...(unsafelyAcceptJwtTyp && { unsafelyAcceptTyp: ['JWT'] }),
    }
  }

  const foreign = trustedIssuers.map(({ issuer, opaque, ...verification }): TrustedIssuer => ({
    issuer,
    ...verifiedBy(issuer, verification),
    ...(opaque !== undefined && { opaque }),
  }))
  const raw = authorizationServer?.unsafelyAcceptUpstreamTokens
  if (!authorizationServer || !raw || !migration) return foreign
  const { issuer } = authorizationServer.upstream
  return [...foreign, { issuer, ...verifiedBy(issuer, raw), unsafelyAcceptUpstream: migration }]
}
