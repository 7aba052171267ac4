import { createAuditor } from '@sallyport/core/audit'
import { generateKeySet, parseKeySet, type SigningAlgorithm } from '@sallyport/core/keys'
import { createLimits } from '@sallyport/core/limits'
import { createResourceServer } from '@sallyport/core/resource-server'
import { createRevocations } from '@sallyport/core/revocation'
import { memoryStore } from '@sallyport/core/store'
import { createTokenIssuer, createTokenVerifier } from '@sallyport/core/tokens'
import { jwtVerify } from 'jose'
import { measure, ratio, summarize, type Sample, type Subject, type Summary } from './measure.js'

const ISSUER = 'https://notes.example.com'
const RESOURCE = 'https://notes.example.com/mcp'
/** Different tokens in turn, so that neither side lives on one hot string. */
const TOKENS = 200

export interface GateResult {
  readonly alg: SigningAlgorithm
  readonly nanoseconds: readonly { readonly name: string; readonly cost: Summary }[]
  /** How many times cheaper than `jose.jwtVerify`. */
  readonly timesCheaper: readonly { readonly name: string; readonly ratio: Summary }[]
}

async function prepare(alg: SigningAlgorithm) {
  const { signing } = await parseKeySet(await generateKeySet({ alg }))
  const [signer] = signing
  if (signer === undefined) throw new Error('no key')
  const store = memoryStore()
  const revocations = createRevocations({ log: store.revocations })
  const issuers = [{ issuer: ISSUER, keys: signing, own: true }]
  const warm = createTokenVerifier({ issuers, revocations })
  const cold = createTokenVerifier({ issuers, revocations, cacheSize: 0 })
  const issuer = createTokenIssuer({ issuer: ISSUER, signers: signing })
  const tokens = await Promise.all(
    Array.from({ length: TOKENS }, async (_, index) => {
      const { accessToken } = await issuer.issue({
        subject: 'A9cGJnhvQ5Dq5M2vXJ2xq3k1rJm4sZ0pTt7yUu8wVbE',
        clientId: `c_${String(index)}`,
        resource: RESOURCE,
        scopes: ['notes:read', 'notes:write'],
        grantId: 'A9cf3b9a7e1c4d52b1f0a6d8',
        roles: [],
        notAfterMs: Date.now() + 3_600_000,
      })
      await warm.verify(accessToken, RESOURCE)
      return accessToken
    }),
  )
  return { key: await signer.verificationKey(), store, warm, cold, tokens }
}

const MESSAGE = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'notes_list', arguments: {} } }

async function subjectsFor(alg: SigningAlgorithm): Promise<readonly Subject[]> {
  const { key, store, warm, cold, tokens } = await prepare(alg)
  const tokenAt = (index: number): string => tokens[index % TOKENS] ?? ''
  const rate = { burst: 1_000_000_000, intervalMs: 1 }
  const audit = createAuditor([])
  const { gate } = createResourceServer({
    resource: RESOURCE,
    authorizationServers: [ISSUER],
    verifier: warm,
    operations: { default: ['notes:read'] },
    limits: createLimits({ buckets: store.buckets, user: rate }, audit),
    audit,
  })
  const requests = tokens.map((token) => {
    const lines: Readonly<Record<string, readonly string[]>> = {
      authorization: [`Bearer ${token}`],
      'content-type': ['application/json'],
      host: ['notes.example.com'],
    }
    return {
      method: 'POST',
      target: '/mcp',
      remoteAddress: '203.0.113.9',
      headerLines: (name: string) => lines[name] ?? [],
    }
  })

  return [
    {
      name: 'jose.jwtVerify',
      iterations: 500,
      run: async (iterations) => {
        const options = { issuer: ISSUER, audience: RESOURCE, typ: 'at+jwt', algorithms: [alg] }
        for (let i = 0; i < iterations; i++) await jwtVerify(tokenAt(i), key, options)
      },
    },
    {
      name: 'verify, first time',
      iterations: 500,
      run: async (iterations) => {
        for (let i = 0; i < iterations; i++) await cold.verify(tokenAt(i), RESOURCE)
      },
    },
    {
      name: 'verify, again',
      iterations: 50_000,
      run: (iterations) => {
        for (let i = 0; i < iterations; i++) {
          if (warm.verify(tokenAt(i), RESOURCE) instanceof Promise) throw new Error('the warm path waited')
        }
      },
    },
    {
      name: 'whole gate, again',
      iterations: 20_000,
      run: (iterations) => {
        for (let i = 0; i < iterations; i++) {
          const facts = requests[i % TOKENS]
          const admitted = facts && gate.admit(facts)
          if (!admitted || admitted instanceof Promise || !admitted.allowed) throw new Error('not admitted at once')
          const result = gate.authorize(admitted, MESSAGE)
          if (result instanceof Promise || !result.allowed) throw new Error('not allowed at once')
          void gate.completed(admitted, { status: 200 })
        }
      },
    },
  ]
}

/** What it costs to check a token, against `jose.jwtVerify` with the same key, claims and expectations. */
export async function measureGate(alg: SigningAlgorithm, rounds: number): Promise<GateResult> {
  const [base, ...others]: readonly Sample[] = await measure(await subjectsFor(alg), rounds)
  if (base === undefined) throw new Error('nothing measured')
  return {
    alg,
    nanoseconds: [base, ...others].map((sample) => ({ name: sample.name, cost: summarize(sample.rounds) })),
    timesCheaper: others.map((sample) => ({ name: sample.name, ratio: ratio(base, sample) })),
  }
}
