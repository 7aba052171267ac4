import * as z from 'zod/mini'
import type { Runtime } from '../../foundation/index.js'
import { authenticatedForm, type Outbound } from '../../primitives/outbound/index.js'
import type { UpstreamTokens } from '../../services/upstream-tokens/index.js'
import { reasonFor, upstreamFailure } from './failure.js'
import type { ParsedOptions } from './options.js'

/** Visible ASCII: what a header can carry. RFC 6749 appendix A.12 also has the space, which no Bearer line could hold. */
const credential = z.string().check(z.regex(/^[\x21-\x7e]{1,65536}$/))

/** RFC 6749 §5.1. */
const TokenResponse = z.object({
  access_token: credential,
  token_type: z.string().check(z.regex(/^bearer$/i)),
  expires_in: z.optional(z.number().check(z.nonnegative(), z.maximum(Number.MAX_SAFE_INTEGER / 1_000_000))),
  refresh_token: z.optional(credential),
  id_token: z.optional(credential),
  scope: z.optional(z.string()),
})

/** The provider has ended what the token stands for: only a new login helps. */
const ENDED: ReadonlySet<unknown> = new Set([
  'invalid_grant',
  'interaction_required',
  'consent_required',
  'login_required',
])

/** Sends a grant to the token endpoint and reads the answer, RFC 6749 §5. */
export async function requestTokens(
  endpoint: string,
  options: ParsedOptions,
  form: Readonly<Record<string, string>>,
  outbound: Pick<Outbound, 'fetchJson'>,
  runtime: Pick<Runtime, 'nowMs'>,
): Promise<UpstreamTokens> {
  const sentAtMs = runtime.nowMs()
  const { status, body } = await outbound.fetchJson(endpoint, authenticatedForm(options, form))
  if (status !== 200) {
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
    const ended = status >= 400 && status < 500 && ENDED.has(error)
    throw upstreamFailure(ended ? 'invalid_grant' : 'temporarily_unavailable', reasonFor(error))
  }
  const parsed = TokenResponse.safeParse(body)
  if (!parsed.success) throw upstreamFailure('temporarily_unavailable', 'upstream_token_response_malformed')
  const { access_token, token_type, expires_in, refresh_token, id_token, scope } = parsed.data
  return {
    accessToken: access_token,
    tokenType: token_type,
    ...(expires_in === undefined ? {} : { expiresAtMs: sentAtMs + expires_in * 1_000 }),
    ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
    ...(id_token === undefined ? {} : { idToken: id_token }),
    ...(scope === undefined ? {} : { scope }),
  }
}
