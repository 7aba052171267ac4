import type { IntrospectionOptions, TrustedIssuer } from '../../../src/services/tokens/index.js'
import { createIntrospection, createTokenVerifier } from '../../../src/services/tokens/index.js'
import { encodeBase64Url, systemRuntime, utf8, type Runtime } from '../../../src/foundation/index.js'
import { fakeRuntime, type FakeRuntime } from '../../../src/host/testing/index.js'
import { createOutbound } from '../../../src/primitives/outbound/index.js'
import { createRevocations, type Revocations } from '../../../src/primitives/revocation/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { json, stubServer, type StubServer } from '../../support/stub-server.js'
import { RESOURCE } from './fixture.js'

export const AS = 'https://as.example/'
export const OPAQUE = 'opaque-token-of-alice'

export interface IntrospectionWorld {
  readonly runtime: FakeRuntime
  readonly server: StubServer
  readonly revocations: Revocations
  /** The answer of an active token that is right in everything, changed as told. */
  readonly answer: (changes?: Record<string, unknown>) => Record<string, unknown>
  /** From now on the endpoint says this. */
  readonly says: (changes?: Record<string, unknown>) => void
  readonly verify: (token?: string, resource?: string) => Promise<string>
  readonly asked: () => number
}

/** What looks like a JWT of this issuer; nobody verifies its signature. */
export const jwtOf = (claims: object): string =>
  [{ alg: 'RS256', typ: 'JWT' }, claims, 'signature']
    .map((part) => encodeBase64Url(utf8(JSON.stringify(part))))
    .join('.')

/** One introspecting issuer on a real socket, and a clock that stands still. */
export async function introspectionWorld(
  options: Partial<IntrospectionOptions> = {},
  more: (server: StubServer, runtime: Runtime) => readonly TrustedIssuer[] = () => [],
): Promise<IntrospectionWorld> {
  const server = await stubServer()
  const runtime = fakeRuntime({ fetch: systemRuntime.fetch })
  const seconds = Math.floor(runtime.nowMs() / 1000)
  const revocations = createRevocations({ log: memoryStore({}, runtime).revocations }, runtime)
  const answer = (changes: Record<string, unknown> = {}) => ({
    active: true,
    iss: AS,
    aud: RESOURCE,
    sub: 'alice',
    client_id: 'c_1',
    scope: 'notes:read',
    token_type: 'Bearer',
    iat: seconds,
    exp: seconds + 300,
    ...changes,
  })
  const says = (changes?: Record<string, unknown>) => server.on('/introspect', json(answer(changes)))
  says()
  const outbound = createOutbound({ unsafelyAllowHttpLoopback: true, timeoutMs: 5_000 }, runtime)
  const endpoint = `${server.origin}/introspect`
  const introspection = createIntrospection(
    { endpoint, clientId: 'us', clientSecret: 's:1', ...options },
    outbound,
    runtime,
  )
  const verifier = createTokenVerifier(
    { issuers: [{ issuer: AS, introspection }, ...more(server, runtime)], revocations },
    runtime,
  )
  return {
    runtime,
    server,
    revocations,
    answer,
    says,
    asked: () => server.requests.length,
    async verify(token = OPAQUE, resource = RESOURCE) {
      try {
        const { subject } = await verifier.verify(token, resource)
        return subject
      } catch (error) {
        const { error: code, reason } = error as { error?: string; reason?: string }
        return code === 'invalid_token' ? String(reason) : `${String(code)}: ${String(reason)}`
      }
    },
  }
}
