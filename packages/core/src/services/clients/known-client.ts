import * as z from 'zod/mini'
import { StoreError } from '../../errors/index.js'
import { constantTimeEqual, parseJson, sha256Base64Url, type Runtime } from '../../foundation/index.js'
import type { StoredRecord } from '../../store/index.js'
import type { Client, ClientAuthMethod } from './types.js'

/** A client together with what proves it. */
export interface KnownClient {
  readonly client: Client
  /** SHA-256 of the secret; `undefined` for a public client. */
  readonly secretHash: string | undefined | Promise<string>
  /** Milliseconds since the epoch; `undefined` when the secret lives as long as the client. */
  readonly secretExpiresAtMs: number | undefined
}

export const AUTH_METHODS = ['none', 'client_secret_basic', 'client_secret_post'] as const satisfies ClientAuthMethod[]

/** `c_` and 160 random bits: never an https URL, which would name a metadata document (AS-97). */
export const REGISTERED_ID = /^c_[A-Za-z0-9_-]{27}$/

export const clientKey = (clientId: string): string => `client:${clientId}`

const StoredClient = z.strictObject({
  client_id: z.string(),
  client_name: z.optional(z.string()),
  client_uri: z.optional(z.string()),
  redirect_uris: z.array(z.string()),
  grant_types: z.array(z.string()),
  token_endpoint_auth_method: z.enum(AUTH_METHODS),
  scope: z.optional(z.string()),
  application_type: z.optional(z.enum(['web', 'native'])),
  secretHash: z.optional(z.string()),
  secretExpiresAtMs: z.optional(z.number()),
})

/** A registered client as it lies in the store. That it is self-registered is not written there, so no record can say otherwise. */
export type StoredClient = z.output<typeof StoredClient>

/** @throws {StoreError} `corrupt` when the value is not what was written */
export function readStoredClient(record: StoredRecord, isRedirectAllowed: (uri: string) => boolean): KnownClient {
  const json = parseJson(record.value)
  const parsed = json.ok ? StoredClient.safeParse(json.value) : undefined
  if (parsed?.success !== true) throw new StoreError('corrupt', 'A stored client is malformed.')
  const { secretHash, secretExpiresAtMs, ...metadata } = parsed.data
  const redirect_uris = metadata.redirect_uris.filter(isRedirectAllowed)
  return { client: registeredClient({ ...metadata, redirect_uris }), secretHash, secretExpiresAtMs }
}

/** Nothing that a client says about itself makes it trusted (AS-100). */
export function registeredClient(metadata: Omit<StoredClient, 'secretHash' | 'secretExpiresAtMs'>): Client {
  return Object.freeze<Client>({
    client_id: metadata.client_id,
    client_name: metadata.client_name,
    client_uri: metadata.client_uri,
    redirect_uris: Object.freeze(metadata.redirect_uris),
    grant_types: Object.freeze(metadata.grant_types),
    token_endpoint_auth_method: metadata.token_endpoint_auth_method,
    scope: metadata.scope,
    application_type: metadata.application_type,
    trusted: false,
    consent: 'required',
  })
}

/**
 * Compares a secret in time that says nothing about where it differs. One round of SHA-256 is right for secrets of 256
 * random bits: slow hashes protect what people can guess, and would let strangers keep the processor busy (AS-15).
 */
export async function secretMatches(
  known: KnownClient,
  secret: string,
  runtime: Pick<Runtime, 'sha256'>,
): Promise<boolean> {
  const expected = await known.secretHash
  const presented = await sha256Base64Url(secret, runtime)
  return expected !== undefined && constantTimeEqual(presented, expected)
}
