import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALICE, CHALLENGE, DAY, fulfilled, MINUTE, presentCode, withCode, world } from './harness.js'

const replayed = { error: 'invalid_grant', reason: 'code_replayed' }

describe('the first presentation of a code', () => {
  it.each([
    ['another client', { clientId: 'c_two' }, 'invalid_grant', 'code_client_mismatch'],
    ['another redirect URI', { redirectUri: 'https://client.example/2' }, 'invalid_grant', 'code_redirect_mismatch'],
    [
      'its redirect URI in capitals',
      { redirectUri: 'https://client.example/CB' },
      'invalid_grant',
      'code_redirect_mismatch',
    ],
    ['another resource', { resource: 'https://other.example/mcp' }, 'invalid_target', 'code_resource_mismatch'],
    ['no verifier', { codeVerifier: undefined }, 'invalid_grant', 'pkce_malformed'],
    ['the wrong verifier', { codeVerifier: 'a'.repeat(43) }, 'invalid_grant', 'pkce_mismatch'],
    ['a verifier of 42 characters', { codeVerifier: 'a'.repeat(42) }, 'invalid_grant', 'pkce_malformed'],
    ['a verifier of 129 characters', { codeVerifier: 'a'.repeat(129) }, 'invalid_grant', 'pkce_malformed'],
    ['the challenge as verifier', { codeVerifier: CHALLENGE }, 'invalid_grant', 'pkce_mismatch'],
  ])(
    'with %s is refused, and burns the code [AS-27] [AS-28] [AS-29] [AS-30] [AS-32] [AS-37]',
    async (_case, change, error, reason) => {
      const { grants, events } = world()
      const { code, grant } = await withCode(grants)

      await expect(grants.redeemCode(presentCode(code, change))).rejects.toMatchObject({ error, reason })
      expect(events.at(-1)).toMatchObject({ kind: 'code.refused', error, reason, grantId: grant.grantId })
      await expect(grants.redeemCode(presentCode(code))).rejects.toMatchObject(replayed)
    },
  )

  it('says that the resource is wrong only to the one who has all the rest [AS-37]', async () => {
    const { grants } = world()
    const { code } = await withCode(grants)
    const attempt = grants.redeemCode(
      presentCode(code, { resource: 'https://b.example/', codeVerifier: 'a'.repeat(43) }),
    )

    await expect(attempt).rejects.toMatchObject({ error: 'invalid_grant', reason: 'pkce_mismatch' })
  })

  it.each([
    ['nothing', ''],
    ['the prefix', 'sac_'],
    ['a refresh token', `srt_${'a'.repeat(25)}.1.${'b'.repeat(43)}.${'c'.repeat(43)}`],
    ['a code with padding', `sac_${'a'.repeat(46)}=`],
    ['a code with a line break', `sac_${'a'.repeat(46)}\n`],
    ['a megabyte', `sac_${'a'.repeat(1_000_000)}`],
  ])('of %s is refused before the store is asked [AS-31] [F-10]', async (_case, code) => {
    const { grants, store } = world()
    await store.close()
    await expect(grants.redeemCode(presentCode(code))).rejects.toMatchObject({
      error: 'invalid_grant',
      reason: 'code_malformed',
    })
  })

  it('of any other text is invalid_grant [AS-31]', async () => {
    const { grants } = world()
    const { code } = await withCode(grants)
    const altered = fc
      .tuple(fc.nat(code.length - 1), fc.constantFrom('a', 'Z', '0', '-', '_', '.', '=', '%', ' '))
      .map(([at, char]) => (code[at] === char ? `${code}x` : code.slice(0, at) + char + code.slice(at + 1)))
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), altered), async (text) => {
        await expect(grants.redeemCode(presentCode(text))).rejects.toMatchObject({ error: 'invalid_grant' })
      }),
    )
    expect((await grants.redeemCode(presentCode(code))).clientId).toBe(ALICE.clientId)
  })

  it('of a well-formed code that nobody issued is refused', async () => {
    await expect(world().grants.redeemCode(presentCode(`sac_${'a'.repeat(46)}`))).rejects.toMatchObject({
      error: 'invalid_grant',
      reason: 'code_unknown',
    })
  })

  it('after 60 seconds is refused [AS-31]', async () => {
    const { grants, runtime } = world()
    const [early, late] = [await withCode(grants), await withCode(grants)]

    runtime.advance(MINUTE - 1)
    await expect(grants.redeemCode(presentCode(early.code))).resolves.toEqual(early.grant)
    runtime.advance(1)
    await expect(grants.redeemCode(presentCode(late.code))).rejects.toMatchObject({ reason: 'code_unknown' })
  })

  it('after the grant was revoked is refused [AS-59] [F-09]', async () => {
    const { grants } = world()
    const [one, two] = [await withCode(grants), await withCode(grants)]
    await grants.revoke(one.grant.grantId, 'user')
    await expect(grants.redeemCode(presentCode(one.code))).rejects.toMatchObject({ reason: 'grant_ended' })

    await grants.revokeAll({ subject: ALICE.subject }, 'user')
    await expect(grants.redeemCode(presentCode(two.code))).rejects.toMatchObject({ reason: 'grant_ended' })
  })

  it('succeeds with and without redirect URI and resource [AS-30] [AS-38]', async () => {
    const { grants, kinds } = world()
    for (const change of [{}, { redirectUri: undefined }, { resource: undefined }]) {
      const { code, grant } = await withCode(grants)
      expect(await grants.redeemCode(presentCode(code, change))).toEqual(grant)
    }
    expect(kinds().filter((kind) => kind === 'code.issued')).toHaveLength(3)
  })

  it('succeeds after a restart [AS-31]', async () => {
    const { grants, another } = world()
    const { code, grant } = await withCode(grants)
    expect(await another().redeemCode(presentCode(code))).toEqual(grant)
    await expect(grants.redeemCode(presentCode(code))).rejects.toMatchObject(replayed)
  })
})

describe('a code that comes again', () => {
  it.each([
    ['at once', 0],
    ['after the code has expired', 2 * MINUTE],
    ['while the first access token may live', 61 * MINUTE - 1],
  ])('with everything right %s ends the grant [AS-31]', async (_case, laterMs) => {
    const { grants, runtime, events } = world()
    const { code, grant } = await withCode(grants)
    const token = await grants.startRefresh(await grants.redeemCode(presentCode(code)))
    runtime.advance(laterMs)

    await expect(grants.redeemCode(presentCode(code))).rejects.toMatchObject(replayed)
    expect(events.at(-1)).toMatchObject({ kind: 'code.replayed', grantRevoked: true, grantId: grant.grantId })
    expect(events.at(-2)).toMatchObject({ kind: 'grant.revoked', by: 'replay' })
    expect(await grants.find(grant.grantId)).toBeUndefined()
    expect(await grants.findByRefreshToken(token)).toBeUndefined()
  })

  it.each([
    ['another client', { clientId: 'c_two' }],
    ['another redirect URI', { redirectUri: 'https://client.example/2' }],
    ['another resource', { resource: 'https://other.example/mcp' }],
    ['the wrong verifier', { codeVerifier: 'a'.repeat(43) }],
    ['no verifier', { codeVerifier: undefined }],
  ])('with %s logs nobody out [AS-31]', async (_case, change) => {
    const { grants, events } = world()
    const { code, grant } = await withCode(grants)
    await grants.redeemCode(presentCode(code))

    await expect(grants.redeemCode(presentCode(code, change))).rejects.toMatchObject(replayed)
    expect(events.at(-1)).toMatchObject({ kind: 'code.replayed', grantRevoked: false })
    expect(await grants.find(grant.grantId)).toEqual(grant)
  })

  it.each(['one process', 'two processes'])(
    '50 times in parallel in %s: one success, and the grant ends [AS-31]',
    async (where) => {
      const { grants, another } = world()
      const doors = where === 'one process' ? [grants] : [another(), another()]
      const { code, grant } = await withCode(grants)

      const attempts = Array.from({ length: 50 }, (_, i) => doors[i % doors.length]!.redeemCode(presentCode(code)))
      const results = await Promise.allSettled(attempts)

      expect(fulfilled(results)).toEqual([grant])
      expect(await grants.find(grant.grantId)).toBeUndefined()
      const token = await grants.startRefresh(grant)
      expect(await grants.findByRefreshToken(token)).toBeUndefined()
    },
  )

  it('50 times in parallel with a wrong verifier: no success, and the right one comes too late [AS-32]', async () => {
    const { grants } = world()
    const { code } = await withCode(grants)
    const attempts = Array.from({ length: 50 }, () =>
      grants.redeemCode(presentCode(code, { codeVerifier: 'a'.repeat(43) })),
    )

    expect(fulfilled(await Promise.allSettled(attempts))).toEqual([])
    await expect(grants.redeemCode(presentCode(code))).rejects.toMatchObject(replayed)
  })

  it('to a process whose clock is 30 s slow is still seen as used [AS-31]', async () => {
    const { grants, runtime } = world({ accessTokenLifetimeMs: 1 })
    const { code } = await withCode(grants)
    await grants.redeemCode(presentCode(code))
    runtime.advance(MINUTE + 59_000)

    await expect(grants.redeemCode(presentCode(code))).rejects.toMatchObject(replayed)
  })
})

describe('codes', () => {
  it('have 256 random bits, the shard of their person, and never repeat [AS-14]', async () => {
    const { grants } = world()
    const codes = await Promise.all(Array.from({ length: 50 }, async () => (await withCode(grants)).code))

    expect(new Set(codes)).toHaveLength(50)
    for (const code of codes) expect(code).toMatch(/^sac_A1i[A-Za-z0-9_-]{43}$/)
  })

  it('are not issued for a grant that was revoked meanwhile [F-09]', async () => {
    const { grants, runtime, kinds } = world()
    const grant = await grants.create(ALICE)
    await grants.revokeAll({ clientId: ALICE.clientId }, 'operator')
    const issue = () => grants.issueCode(grant, { redirectUri: grant.redirectUri, codeChallenge: CHALLENGE })

    await expect(issue()).rejects.toMatchObject({ error: 'access_denied', reason: 'grant_ended' })
    expect(kinds()).not.toContain('code.issued')
    runtime.advance(29 * DAY)
    await expect(issue()).rejects.toMatchObject({ error: 'access_denied' })
  })
})
