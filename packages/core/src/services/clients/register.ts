import { OAuthError, StoreError } from '../../errors/index.js'
import { randomBase64Url, sha256Base64Url } from '../../foundation/index.js'
import { hostOf } from '../../policy/uris/index.js'
import { clientKey, registeredClient, type StoredClient } from './known-client.js'
import { parseMetadata } from './metadata.js'
import type { ClientsContext } from './options.js'
import { suspiciousPatterns } from './suspicious.js'
import type { Client, RegisteredClient } from './types.js'

interface RegistrationContext {
  readonly requestId: string
  readonly address: string | undefined
}

/** Registers a client by what it says about itself (RFC 7591 §3). */
export async function registerClient(
  context: ClientsContext,
  metadata: unknown,
  request: RegistrationContext,
): Promise<RegisteredClient> {
  const from = { requestId: request.requestId, ...(request.address !== undefined && { address: request.address }) }
  try {
    if (!context.registration.dynamic) throw new OAuthError('access_denied', { reason: 'registration_disabled' })
    const registered = await storeClient(context, metadata)
    const { client } = registered
    context.audit.record({
      kind: 'client.registered',
      outcome: 'allowed',
      ...from,
      clientId: client.client_id,
      redirectHosts: [...new Set(client.redirect_uris.map(hostOf))],
      suspicious: suspiciousPatterns(client),
    })
    return registered
  } catch (error) {
    if (error instanceof OAuthError) {
      const { reason } = error
      context.audit.record({ kind: 'client.refused', outcome: 'refused', ...from, error: error.error, reason })
    }
    throw error
  }
}

async function storeClient(context: ClientsContext, untrusted: unknown): Promise<RegisteredClient> {
  const { registration, runtime, records } = context
  const metadata = parseMetadata(untrusted, registration)
  const nowMs = runtime.nowMs()
  const client = registeredClient({ ...metadata, client_id: `c_${randomBase64Url(20, runtime)}` })
  const secret = metadata.token_endpoint_auth_method === 'none' ? undefined : `scs_${randomBase64Url(32, runtime)}`
  const secretExpiresAtMs =
    secret === undefined || registration.secretLifetimeMs === undefined
      ? undefined
      : nowMs + registration.secretLifetimeMs
  const stored: StoredClient = {
    ...metadata,
    client_id: client.client_id,
    ...(secret !== undefined && { secretHash: await sha256Base64Url(secret, runtime) }),
    ...(secretExpiresAtMs !== undefined && { secretExpiresAtMs }),
  }
  const put = await records.putIfAbsent(clientKey(client.client_id), JSON.stringify(stored), {
    expiresAtMs: nowMs + context.unusedLifetimeMs,
    indexes: ['kind:client'],
  })
  if (!put.inserted) throw new StoreError('corrupt', 'A random client id came twice.')
  return { client, response: registrationResponse(client, secret, nowMs, secretExpiresAtMs) }
}

/** RFC 7591 §3.2.1: all registered metadata, as registered. The only time that the secret is seen. */
function registrationResponse(
  client: Client,
  secret: string | undefined,
  issuedAtMs: number,
  secretExpiresAtMs: number | undefined,
): Readonly<Record<string, unknown>> {
  const { trusted: _trusted, consent: _consent, ...metadata } = client
  const credentials = {
    client_secret: secret,
    // 0 means that it does not expire (RFC 7591 §3.2.1).
    client_secret_expires_at: Math.floor((secretExpiresAtMs ?? 0) / 1000),
  }
  const response = {
    ...metadata,
    response_types: ['code'],
    client_id_issued_at: Math.floor(issuedAtMs / 1000),
    ...(secret !== undefined && credentials),
  }
  return Object.fromEntries(Object.entries(response).filter(([, value]) => value !== undefined))
}
