import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { generateKeySet, parseKeySet, type Signer } from '../../../src/primitives/keys/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { createTokenIssuer, createTokenVerifier } from '../../../src/services/tokens/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { changingList } from '../../primitives/keys/support.js'
import { ISSUER, RESOURCE, verdict } from './fixture.js'

const signer = async (alg: 'EdDSA' | 'ES256' | 'HS256' = 'EdDSA'): Promise<Signer> => {
  const [first] = (await parseKeySet(await generateKeySet({ alg }))).signing
  if (!first) throw new Error('no signer')
  return first
}
const [one, two] = [await signer(), await signer('ES256')]

function world(...keys: Signer[]) {
  const runtime = fakeRuntime()
  const signing = changingList(...keys)
  const issuer = createTokenIssuer({ issuer: ISSUER, signers: signing.list }, runtime)
  const revocations = createRevocations({ log: memoryStore({}, runtime).revocations }, runtime)
  const verifier = createTokenVerifier(
    { issuers: [{ issuer: ISSUER, keys: signing.list, own: true }], revocations },
    runtime,
  )
  const input = {
    ...{ subject: 'alice', clientId: 'c_1', resource: RESOURCE, scopes: ['notes:read'], grantId: 'g_1', roles: [] },
    notAfterMs: runtime.nowMs() + 86_400_000,
  }
  const issue = async () => (await issuer.issue(input)).accessToken
  const judge = (token: string) => verdict(async () => verifier.verify(token, RESOURCE))
  return { runtime, signing, issuer, verifier, issue, judge, input }
}

const kidOf = (token: string): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: unknown }).kid

describe('tokens while signing keys change', () => {
  it('are signed by the first key of the moment, and accepted from all [F-06] [AS-62]', async () => {
    const { signing, issue, judge } = world(one, two)
    const old = await issue()
    signing.set(two, one)
    const fresh = await issue()
    expect([kidOf(old), kidOf(fresh)]).toEqual([one.kid, two.kid])
    expect([await judge(old), await judge(fresh)]).toEqual(['accepted', 'accepted'])
  })

  it('are refused as soon as their key is gone, remembered or not [F-06] [AS-62]', async () => {
    const { signing, issue, judge, verifier } = world(one, two)
    const [remembered, unseen] = [await issue(), await issue()]
    expect(await judge(remembered)).toBe('accepted')
    expect(verifier.verify(remembered, RESOURCE)).not.toBeInstanceOf(Promise)
    signing.set(two)
    expect(await judge(remembered)).toBe('token_key_unknown')
    expect(await judge(unseen)).toBe('token_key_unknown')
  })

  it('stay remembered when another key goes [F-06]', async () => {
    const { signing, issue, judge, verifier } = world(one, two)
    const token = await issue()
    expect(await judge(token)).toBe('accepted')
    signing.set(one)
    expect(verifier.verify(token, RESOURCE)).not.toBeInstanceOf(Promise)
  })

  it('are accepted again when their key comes back [F-06]', async () => {
    const { signing, issue, judge } = world(one, two)
    const token = await issue()
    await judge(token)
    signing.set(two)
    expect(await judge(token)).toBe('token_key_unknown')
    signing.set(two, one)
    expect(await judge(token)).toBe('accepted')
  })

  it('are looked up once more before an unknown key is refused [F-06] [AS-62]', async () => {
    const other = world(two)
    const { signing, judge } = world(one)
    const fresh = await other.issue()
    expect(await judge(fresh)).toBe('token_key_unknown')
    signing.arrive(one, two)
    expect(await judge(fresh)).toBe('accepted')
  })

  it('are refused when another key has their name [F-06]', async () => {
    const { signing, issue, judge } = world(one)
    const token = await issue()
    expect(await judge(token)).toBe('accepted')
    signing.set({ ...two, kid: one.kid })
    expect(await judge(token)).toBe('token_alg_refused')
  })

  it('are not remembered when their key goes while they are verified [F-06]', async () => {
    const { signing, issue, judge, verifier } = world(one, two)
    const token = await issue()
    const recognized = await verifier.recognize(token, RESOURCE)
    signing.set(two)
    expect(await verdict(async () => recognized.assertStanding())).toBe('token_key_retired')
    expect(await judge(token)).toBe('token_key_unknown')
  })

  it('are refused all the same by 50 requests at once when a key goes [F-06]', async () => {
    const { signing, issue, judge } = world(one, two)
    const token = await issue()
    await judge(token)
    signing.set(two)
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => judge(token)))
    expect(new Set(verdicts)).toEqual(new Set(['token_key_unknown']))
  })

  it('never live longer than was said at the start, whatever key comes [F-03] [F-06]', async () => {
    const secret = await signer('HS256')
    const shrinking = world(one)
    shrinking.signing.set(secret)
    expect((await shrinking.issuer.issue(shrinking.input)).expiresIn).toBe(1_800)
    const growing = world(secret)
    growing.signing.set(one)
    expect((await growing.issuer.issue(growing.input)).expiresIn).toBe(1_800)
  })

  it('cannot be issued when no key is left [F-06]', async () => {
    const { signing, issue } = world(one)
    signing.set()
    await expect(issue()).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })
})
