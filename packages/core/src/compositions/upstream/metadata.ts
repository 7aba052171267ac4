import * as z from 'zod/mini'
import { OAuthError } from '../../errors/index.js'
import { createCached, type Cached, type Runtime } from '../../foundation/index.js'
import { authorizationServerMetadataUrls } from '../../policy/metadata/index.js'
import { parseOutboundUrl, type Outbound, type OutboundReason } from '../../primitives/outbound/index.js'
import { upstreamFailure } from './failure.js'
import type { ParsedOptions } from './options.js'

const url = z.string().check(z.maxLength(2_048))

/** What is read of a provider's metadata, RFC 8414 §2. */
export const ProviderMetadata = z.object({
  issuer: z.string(),
  authorization_endpoint: url,
  token_endpoint: url,
  jwks_uri: url,
  revocation_endpoint: z.optional(url),
  userinfo_endpoint: z.optional(url),
  authorization_response_iss_parameter_supported: z.optional(z.boolean()),
})
export type ProviderMetadata = z.output<typeof ProviderMetadata>

const Issuer = z.object({ issuer: z.string() })

/** Endpoints move rarely; keys have their own, shorter cache. */
const MAX_AGE_MS = 3_600_000
const PAUSE_MS = 30_000

/** Read when first needed, once for all who wait, and again after a failure (UR-14). */
export function createMetadata(
  options: ParsedOptions,
  outbound: Outbound,
  runtime: Pick<Runtime, 'nowMs'>,
): Cached<ProviderMetadata> {
  const { issuer, metadata } = options
  const load = metadata
    ? () => Promise.resolve({ ...metadata, issuer })
    : () => discover(issuer, options.unsafelyAllowHttpLoopback, outbound)
  return createCached(load, { maxAgeMs: MAX_AGE_MS, pauseMs: PAUSE_MS }, runtime)
}

/** What a server says that simply has no document at an address: a page, a redirect to one, a 404 in any form. */
const NOT_HERE: ReadonlySet<string> = new Set<OutboundReason>([
  'outbound_content_type',
  'outbound_malformed',
  'outbound_redirect',
])

async function discover(issuer: string, loopback: boolean, outbound: Outbound): Promise<ProviderMetadata> {
  for (const address of authorizationServerMetadataUrls(issuer)) {
    const reply = await outbound.fetchJson(address).catch((error: unknown) => {
      if (error instanceof OAuthError && NOT_HERE.has(error.reason)) return undefined
      throw error
    })
    const document = reply?.status === 200 ? check(reply.body, issuer, loopback) : undefined
    if (document !== undefined) return document
  }
  throw upstreamFailure('temporarily_unavailable', 'upstream_metadata_not_found')
}

/**
 * RFC 8414 §3.3: a document counts only when its `issuer` is the one asked for, byte for byte (PX-28). A document of
 * another issuer is an attack or a mistake, and ends the search; one without the endpoints needed does not.
 */
function check(body: unknown, issuer: string, loopback: boolean): ProviderMetadata | undefined {
  const named = Issuer.safeParse(body)
  if (!named.success) return undefined
  if (named.data.issuer !== issuer) throw upstreamFailure('temporarily_unavailable', 'upstream_issuer_mismatch')
  const parsed = ProviderMetadata.safeParse(body)
  if (!parsed.success) return undefined
  const { issuer: _issuer, authorization_response_iss_parameter_supported: _flag, ...endpoints } = parsed.data
  const usable = Object.values(endpoints).every(
    (endpoint) => endpoint === undefined || parseOutboundUrl(endpoint, loopback) !== undefined,
  )
  if (!usable) throw upstreamFailure('temporarily_unavailable', 'upstream_metadata_malformed')
  return parsed.data
}
