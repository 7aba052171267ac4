import { generateKeySet, parseKeySet, type KeySet, type SigningAlgorithm } from '../../../src/primitives/keys/index.js'
import { createRevocations, type Revocations } from '../../../src/primitives/revocation/index.js'
import { encodeBase64Url, utf8 } from '../../../src/foundation/index.js'
import { fakeRuntime, type FakeRuntime } from '../../../src/host/testing/index.js'
import { memoryStore } from '../../../src/store/index.js'
import {
  createTokenIssuer,
  createTokenVerifier,
  type AccessTokenInput,
  type CachingTokenVerifier,
  type TokenIssuer,
  type TokenVerifierOptions,
} from '../../../src/services/tokens/index.js'

export const ISSUER = 'https://notes.example.com'
export const RESOURCE = 'https://notes.example.com/mcp'
export const HOUR_MS = 3_600_000

export interface TokenWorld {
  readonly runtime: FakeRuntime
  readonly keys: KeySet
  readonly issuer: TokenIssuer
  readonly revocations: Revocations
  readonly verifier: CachingTokenVerifier
  readonly input: (fields?: Partial<AccessTokenInput>) => AccessTokenInput
  /** A token with the claims and header of a genuine one, changed as told, and a genuine signature. */
  readonly forge: (changes?: { header?: object; claims?: object }) => Promise<string>
}

/** One deployment: keys, issuer, verifier and revocations on a fake clock. */
export async function tokenWorld(
  alg: SigningAlgorithm = 'EdDSA',
  options: Partial<TokenVerifierOptions> = {},
): Promise<TokenWorld> {
  const runtime = fakeRuntime()
  const keys = await parseKeySet(await generateKeySet({ alg }, runtime))
  const revocations = createRevocations({ log: memoryStore({}, runtime).revocations }, runtime)
  const signer = keys.signing[0]!
  const seconds = Math.floor(runtime.nowMs() / 1000)
  const claims = {
    iss: ISSUER,
    sub: 'alice',
    aud: RESOURCE,
    client_id: 'c_1',
    scope: 'notes:read notes:write',
    iat: seconds,
    exp: seconds + 3600,
    jti: 'jti-1',
    gid: 'g_1',
  }
  return {
    runtime,
    keys,
    revocations,
    issuer: createTokenIssuer({ issuer: ISSUER, signers: keys.signing }, runtime),
    verifier: createTokenVerifier(
      { issuers: [{ issuer: ISSUER, keys: keys.signing, own: true }], revocations, ...options },
      runtime,
    ),
    input: (fields) => ({
      subject: 'alice',
      clientId: 'c_1',
      resource: RESOURCE,
      scopes: ['notes:read'],
      grantId: 'g_1',
      roles: [],
      notAfterMs: runtime.nowMs() + 720 * HOUR_MS,
      ...fields,
    }),
    forge: async (changes = {}) => {
      const header = { typ: 'at+jwt', alg: signer.alg, kid: signer.kid, ...changes.header }
      const encode = (value: object): string => encodeBase64Url(utf8(JSON.stringify(value)))
      const signingInput = `${encode(header)}.${encode({ ...claims, ...changes.claims })}`
      return `${signingInput}.${encodeBase64Url(await signer.sign(utf8(signingInput)))}`
    },
  }
}

/** The private reason of a refusal, or `accepted`. */
export async function verdict(verify: () => unknown): Promise<string> {
  try {
    await verify()
    return 'accepted'
  } catch (error) {
    const { error: code, reason } = error as { error?: string; reason?: string }
    return code === 'invalid_token' ? String(reason) : `threw ${String(error)}`
  }
}
