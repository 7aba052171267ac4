import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/fake-runtime.js'
import { assertChallenge, assertVerifier, challengeOf, createPkce } from '../../../src/policy/pkce/index.js'

const rfc7636AppendixB = {
  verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
}

const UNRESERVED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'
const verifiers = fc.string({ unit: fc.constantFrom(...Array.from(UNRESERVED)), minLength: 43, maxLength: 128 })

describe('assertVerifier', () => {
  it.each([
    ['absent, for a code with a challenge [AS-28]', undefined, 'pkce_malformed'],
    ['empty [AS-28]', '', 'pkce_malformed'],
    ['42 characters long [AS-27]', 'a'.repeat(42), 'pkce_malformed'],
    ['129 characters long [AS-27]', 'a'.repeat(129), 'pkce_malformed'],
    ['padded [AS-27]', `${rfc7636AppendixB.verifier}=`, 'pkce_malformed'],
    ['in the alphabet of base64 [AS-27]', `+/${rfc7636AppendixB.verifier}`, 'pkce_malformed'],
    ['right but for a line feed [AS-27]', `${rfc7636AppendixB.verifier}\n`, 'pkce_malformed'],
    ['beyond ASCII [AS-27]', 'é'.repeat(43), 'pkce_malformed'],
    ['well formed but wrong [AS-27]', 'a'.repeat(43), 'pkce_mismatch'],
    ['right but for the case of one letter [AS-27]', rfc7636AppendixB.verifier.replace('d', 'D'), 'pkce_mismatch'],
    ['the challenge itself, as in plain [AS-26]', rfc7636AppendixB.challenge, 'pkce_mismatch'],
  ])('refuses a verifier that is %s', async (_case, verifier, reason) => {
    const attempt = assertVerifier(verifier, rfc7636AppendixB.challenge)
    await expect(attempt).rejects.toMatchObject({ code: 'ERR_OAUTH', error: 'invalid_grant', reason })
  })

  it('refuses every verifier for a code without a challenge [AS-28]', async () => {
    const attempt = assertVerifier(rfc7636AppendixB.verifier, '')
    await expect(attempt).rejects.toMatchObject({ error: 'invalid_grant', reason: 'pkce_mismatch' })
  })

  it('never puts the verifier into the error', async () => {
    const attempt = assertVerifier('s'.repeat(43), rfc7636AppendixB.challenge)
    await expect(attempt).rejects.toThrow(expect.not.stringContaining('sss'))
  })

  it('accepts the pair of RFC 7636 appendix B [AS-27]', async () => {
    await expect(assertVerifier(rfc7636AppendixB.verifier, rfc7636AppendixB.challenge)).resolves.toBeUndefined()
  })

  it('accepts every verifier of the grammar against its own challenge and no other [AS-27]', async () => {
    await fc.assert(
      fc.asyncProperty(verifiers, verifiers, async (verifier, other) => {
        fc.pre(verifier !== other)
        const challenge = await challengeOf(verifier)
        assertChallenge(challenge, 'S256')
        await assertVerifier(verifier, challenge)
        await expect(assertVerifier(other, challenge)).rejects.toMatchObject({ reason: 'pkce_mismatch' })
      }),
      { numRuns: 50 },
    )
  })
})

describe('createPkce', () => {
  it('makes a verifier of 64 random bytes that passes its own check [F-14]', async () => {
    const asked: number[] = []
    const runtime = fakeRuntime()
    const pair = await createPkce({
      randomBytes: (length) => {
        asked.push(length)
        return runtime.randomBytes(length)
      },
    })
    expect(asked).toEqual([64])
    expect(pair.verifier).toMatch(/^[A-Za-z0-9_-]{86}$/)
    expect(pair.method).toBe('S256')
    await expect(assertVerifier(pair.verifier, pair.challenge)).resolves.toBeUndefined()
  })

  it('never makes the same pair twice [F-14] [PX-27]', async () => {
    const pairs = await Promise.all(Array.from({ length: 50 }, () => createPkce()))
    expect(new Set(pairs.map((pair) => pair.verifier)).size).toBe(50)
  })
})
