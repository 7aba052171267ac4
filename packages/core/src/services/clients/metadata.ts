import * as z from 'zod/mini'
import { OAuthError, type OAuthErrorCode } from '../../errors/index.js'
import { parseScope, utf8 } from '../../foundation/index.js'
import { displayUrl, parseRedirectUri, type RefusedRedirectUri } from '../../policy/uris/index.js'
import { AUTH_METHODS } from './known-client.js'
import type { ClientsContext } from './options.js'

const MAX_NAME_LENGTH = 200
const MAX_TEXT_LENGTH = 2048
const MAX_LIST_LENGTH = 20

const GRANT_TYPES: readonly string[] = ['authorization_code', 'refresh_token']

const text = z.string().check(z.maxLength(MAX_TEXT_LENGTH))
const list = z.array(text).check(z.maxLength(MAX_LIST_LENGTH))

const Metadata = z.strictObject({
  redirect_uris: z.array(z.string()).check(z.minLength(1)),
  client_name: z.optional(z.string().check(z.maxLength(MAX_NAME_LENGTH))),
  client_uri: z.optional(text.check(z.refine((uri) => displayUrl(uri) !== undefined))),
  grant_types: z._default(list.check(z.refine((types) => types.includes('authorization_code'))), [
    'authorization_code',
  ]),
  response_types: z._default(list.check(z.refine((types) => types.includes('code'))), ['code']),
  // RFC 7591 §2: the default of the specification, though most MCP clients send `none`.
  token_endpoint_auth_method: z._default(z.enum(AUTH_METHODS), 'client_secret_basic'),
  scope: z.optional(text.check(z.refine((scope) => parseScope(scope) !== undefined))),
  application_type: z.optional(z.enum(['web', 'native'])),
})

const MEMBERS = [
  'redirect_uris',
  'client_name',
  'client_uri',
  'grant_types',
  'response_types',
  'token_endpoint_auth_method',
  'scope',
  'application_type',
] as const satisfies (keyof z.output<typeof Metadata>)[]

/** What a client says about itself, as far as it matters here. */
export type ClientMetadata = Omit<z.output<typeof Metadata>, 'response_types'>

function refusal(error: OAuthErrorCode, reason: string, description: string): OAuthError {
  return new OAuthError(error, { reason, description })
}

/**
 * Reads a registration request. Members that we do not know are ignored (RFC 7591 §2), so `client_id` or `trusted` have
 * no effect (AS-100). Grant types beyond ours are dropped, which the answer tells (RFC 7591 §3.2.1): editors register for
 * flows of their own as well.
 *
 * @throws {OAuthError} `invalid_redirect_uri` or `invalid_client_metadata`
 */
export function parseMetadata(metadata: unknown, registration: ClientsContext['registration']): ClientMetadata {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    throw refusal('invalid_client_metadata', 'metadata_malformed', 'client metadata must be a JSON object')
  }
  if (utf8(JSON.stringify(metadata)).length > registration.maxMetadataBytes) {
    throw refusal('invalid_client_metadata', 'metadata_too_large', 'client metadata is too large')
  }
  const parsed = Metadata.safeParse(knownMembers(metadata))
  if (!parsed.success) {
    const member = String(parsed.error.issues[0]?.path[0] ?? 'metadata')
    const error = member === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata'
    throw refusal(error, `${member}_invalid`, `${member} is missing, malformed or not supported`)
  }
  const { response_types: _only, ...kept } = parsed.data
  const redirectUris = [...new Set(kept.redirect_uris)]
  assertRedirectUris(redirectUris, kept.application_type, registration)
  return {
    ...kept,
    redirect_uris: redirectUris,
    grant_types: GRANT_TYPES.filter((type) => kept.grant_types.includes(type)),
  }
}

/** Own members only. Empty and `null` ones are how some clients write "absent". */
function knownMembers(metadata: object): Record<string, unknown> {
  const entries = MEMBERS.filter((name) => Object.hasOwn(metadata, name)).map((name): [string, unknown] => [
    name,
    (metadata as Record<string, unknown>)[name],
  ])
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== ''))
}

function assertRedirectUris(
  uris: readonly string[],
  applicationType: 'web' | 'native' | undefined,
  { maxRedirectUris, privateUseSchemes, enforceApplicationType }: ClientsContext['registration'],
): void {
  if (uris.length > maxRedirectUris) {
    throw refusal(
      'invalid_redirect_uri',
      'redirect_uris_too_many',
      `at most ${maxRedirectUris} redirect URIs are allowed`,
    )
  }
  for (const uri of uris) {
    const parsed = parseRedirectUri(uri, { privateUseSchemes })
    if (parsed.kind === 'refused') {
      throw refusal('invalid_redirect_uri', `redirect_uri_${parsed.reason}`, EXPLANATIONS[parsed.reason])
    }
    if (!enforceApplicationType) continue
    const isNative = applicationType === 'native'
    if (isNative !== (parsed.kind !== 'https')) {
      const rule = isNative
        ? 'application_type native needs loopback or private-use redirect URIs'
        : 'application_type web (also when absent) needs https redirect URIs that are not on localhost; use native'
      throw refusal('invalid_redirect_uri', 'redirect_uri_application_type', rule)
    }
  }
}

const EXPLANATIONS: Readonly<Record<RefusedRedirectUri['reason'], string>> = {
  too_long: 'a redirect URI is too long',
  malformed: 'a redirect URI is not an absolute URI',
  fragment: 'a redirect URI must not have a fragment',
  userinfo: 'a redirect URI must not have credentials',
  http_not_loopback: 'a redirect URI with http must be on a loopback host',
  scheme_not_allowed: 'the scheme of a redirect URI is not allowed here',
}
