import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { encodeBase64Url, parseScope, sha256Base64Url, type Runtime } from '../../foundation/index.js'
import { displayUrl, parseRedirectUri } from '../../policy/uris/index.js'
import { AUTH_METHODS, REGISTERED_ID, type KnownClient } from './known-client.js'
import type { Client, ClientAuthMethod } from './types.js'

/** A client named in the configuration. Wire names as in RFC 7591. */
export interface OperatorClient {
  /** Printable ASCII without spaces; neither an https URL nor in the form of registered ids. */
  readonly client_id: string
  /** At least 32 characters, for example `openssl rand -base64 32`. Hashed at start. */
  readonly client_secret?: string
  /** Instead of the secret: its SHA-256 as 64 hexadecimal digits. */
  readonly client_secret_sha256?: string
  /** Shown on the consent page. */
  readonly client_name?: string
  /** A page about the client, shown as text. */
  readonly client_uri?: string
  /** At least one: https, http on a loopback host, or a scheme of `privateUseSchemes`. */
  readonly redirect_uris: readonly string[]
  /** What it may do at `/token`. Default `['authorization_code', 'refresh_token']`. */
  readonly grant_types?: readonly ('authorization_code' | 'refresh_token')[]
  /** How it proves itself. Default `client_secret_basic` with a secret, `none` without. */
  readonly token_endpoint_auth_method?: ClientAuthMethod
  /** Asked for when a request names no scope, separated by spaces. */
  readonly scope?: string
  /** As RFC 7591 has it; for information. */
  readonly application_type?: 'web' | 'native'
  /** `not_required` lets people in without the consent page; needs https redirect URIs. Default `required`. */
  readonly consent?: 'required' | 'not_required'
}

export const OperatorClientSchema = z.strictObject({
  client_id: z.string().check(z.regex(/^[\x21-\x7e]{1,200}$/, 'expected printable ASCII without spaces')),
  client_secret: z.optional(z.string().check(z.minLength(32, 'expected at least 32 characters'))),
  client_secret_sha256: z.optional(z.string().check(z.regex(/^[0-9a-fA-F]{64}$/, 'expected 64 hexadecimal digits'))),
  client_name: z.optional(z.string()),
  client_uri: z.optional(z.string()),
  redirect_uris: z.array(z.string()).check(z.minLength(1, 'expected at least one')),
  grant_types: z._default(z.array(z.enum(['authorization_code', 'refresh_token'])), [
    'authorization_code',
    'refresh_token',
  ]),
  token_endpoint_auth_method: z.optional(z.enum(AUTH_METHODS)),
  scope: z.optional(z.string()),
  application_type: z.optional(z.enum(['web', 'native'])),
  consent: z._default(z.enum(['required', 'not_required']), 'required'),
})

type ParsedOperatorClient = z.output<typeof OperatorClientSchema>

/** @throws {ConfigError} */
export function knownOperatorClients(
  clients: readonly ParsedOperatorClient[],
  privateUseSchemes: readonly string[],
  runtime: Pick<Runtime, 'sha256'>,
): ReadonlyMap<string, KnownClient> {
  const known = new Map<string, KnownClient>()
  for (const [index, client] of clients.entries()) {
    const problem = known.has(client.client_id) ? DUPLICATE : findProblem(client, privateUseSchemes)
    if (problem !== undefined)
      throw new ConfigError({ option: `operatorClients.${index}`, anchor: 'operatorClients', ...problem })
    known.set(client.client_id, {
      client: operatorClient(client),
      secretHash: secretHashOf(client, runtime),
      secretExpiresAtMs: undefined,
    })
  }
  return known
}

interface Problem {
  readonly problem: string
  readonly fix: string
}

const DUPLICATE: Problem = { problem: 'the client_id is taken by another entry.', fix: 'Give every client its own.' }

function methodOf(client: ParsedOperatorClient): ClientAuthMethod {
  const hasSecret = client.client_secret !== undefined || client.client_secret_sha256 !== undefined
  return client.token_endpoint_auth_method ?? (hasSecret ? 'client_secret_basic' : 'none')
}

function findProblem(client: ParsedOperatorClient, privateUseSchemes: readonly string[]): Problem | undefined {
  if (/^https:\/\//i.test(client.client_id) || REGISTERED_ID.test(client.client_id)) {
    return {
      problem: 'the client_id looks like one of another kind.',
      fix: 'Choose a plain name, for example "notes-cli".',
    }
  }
  if (client.client_secret !== undefined && client.client_secret_sha256 !== undefined) {
    return { problem: 'both client_secret and client_secret_sha256 are set.', fix: 'Keep one of them.' }
  }
  const hasSecret = client.client_secret !== undefined || client.client_secret_sha256 !== undefined
  if (hasSecret === (methodOf(client) === 'none')) {
    return {
      problem: 'secret and token_endpoint_auth_method do not fit.',
      fix: 'A method with a secret needs one, and "none" must not have one.',
    }
  }
  if (!client.grant_types.includes('authorization_code')) {
    return { problem: 'grant_types lacks authorization_code.', fix: 'Add it: there is no other way to a grant.' }
  }
  if (parseScope(client.scope) === undefined) {
    return { problem: 'scope is malformed.', fix: 'Write scope names separated by single spaces.' }
  }
  if (client.client_uri !== undefined && displayUrl(client.client_uri) === undefined) {
    return { problem: 'client_uri is not an https URL.', fix: 'Write the address of a page about the client.' }
  }
  return findRedirectProblem(client, privateUseSchemes)
}

function findRedirectProblem(client: ParsedOperatorClient, privateUseSchemes: readonly string[]): Problem | undefined {
  for (const uri of client.redirect_uris) {
    const parsed = parseRedirectUri(uri, { privateUseSchemes })
    if (parsed.kind === 'refused') {
      return {
        problem: `the redirect URI "${uri}" is refused (${parsed.reason}).`,
        fix: 'Use https, http on a loopback host, or a scheme of registration.privateUseSchemes.',
      }
    }
    // Any local program can claim these (RFC 8252 §8.6): somebody must look at the page.
    if (parsed.kind !== 'https' && client.consent === 'not_required') {
      return {
        problem: `consent is not_required with the redirect URI "${uri}".`,
        fix: 'Use https, or require consent.',
      }
    }
  }
  return undefined
}

function operatorClient(client: ParsedOperatorClient): Client {
  return Object.freeze<Client>({
    client_id: client.client_id,
    client_name: client.client_name,
    client_uri: client.client_uri,
    redirect_uris: Object.freeze([...client.redirect_uris]),
    grant_types: Object.freeze([...client.grant_types]),
    token_endpoint_auth_method: methodOf(client),
    scope: client.scope,
    application_type: client.application_type,
    trusted: true,
    consent: client.consent,
  })
}

function secretHashOf(client: ParsedOperatorClient, runtime: Pick<Runtime, 'sha256'>): KnownClient['secretHash'] {
  if (client.client_secret !== undefined) return sha256Base64Url(client.client_secret, runtime)
  const hex = client.client_secret_sha256
  return hex === undefined
    ? undefined
    : encodeBase64Url(Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16)))
}
