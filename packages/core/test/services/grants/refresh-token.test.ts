import fc from 'fast-check'
import { expect, it } from 'vitest'
import { systemRuntime } from '../../../src/foundation/index.js'
import { createRefreshTokens } from '../../../src/services/grants/refresh-token.js'
import { presentRefresh, withRefresh, world } from './harness.js'

const key = (fill: number) => ({ kid: `r${fill}`, secret: new Uint8Array(32).fill(fill) })
const GRANT_ID = `A1i${'x'.repeat(22)}`

it('reads back what it minted, and never mints the same twice [AS-14]', async () => {
  const tokens = createRefreshTokens([key(1)], systemRuntime)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 999_999_999_999_999 }), async (generation) => {
      const [one, two] = [await tokens.mint(GRANT_ID, generation), await tokens.mint(GRANT_ID, generation)]
      expect(one).not.toBe(two)
      expect(await tokens.read(one)).toEqual({ grantId: GRANT_ID, generation })
    }),
  )
})

it('has 256 random bits, and begins with the shard of the person [AS-14]', async () => {
  const { grants } = world()
  const { token, grant } = await withRefresh(grants)
  expect(grant.grantId).toMatch(/^A1i[A-Za-z0-9_-]{22}$/)
  expect(token).toMatch(new RegExp(`^srt_${grant.grantId}\\.1\\.[A-Za-z0-9_-]{43}\\.[A-Za-z0-9_-]{43}$`))
})

it('reads no text but the very one it minted [F-05] [F-10]', async () => {
  const tokens = createRefreshTokens([key(1)], systemRuntime)
  const token = await tokens.mint(GRANT_ID, 7)
  const altered = fc
    .tuple(fc.nat(token.length), fc.nat(2), fc.string({ maxLength: 2 }))
    .map(([at, cut, insert]) => token.slice(0, at) + insert + token.slice(at + cut))
    .filter((text) => text !== token)
  await fc.assert(
    fc.asyncProperty(fc.oneof(altered, fc.string()), async (text) => {
      expect(await tokens.read(text)).toBeUndefined()
    }),
    { numRuns: 500 },
  )
})

it.each([
  ['generation 0', (t: string) => t.replace('.7.', '.0.')],
  ['generation 07', (t: string) => t.replace('.7.', '.07.')],
  ['another generation', (t: string) => t.replace('.7.', '.8.')],
  ['a generation beyond integers', (t: string) => t.replace('.7.', `.${'9'.repeat(16)}.`)],
  ['another grant', (t: string) => t.replace('A1i', 'B0b')],
  ['another last character of the HMAC, same bits', (t: string) => t.slice(0, -1) + nextCharacter(t.at(-1)!)],
  ['a line break at the end', (t: string) => `${t}\n`],
  ['a code in its place', (t: string) => t.replace('srt_', 'sac_')],
])('refuses a token with %s [F-05]', async (_case, change) => {
  const tokens = createRefreshTokens([key(1)], systemRuntime)
  const token = await tokens.mint(GRANT_ID, 7)
  const changed = change(token)
  expect(changed).not.toBe(token)
  expect(await tokens.read(changed)).toBeUndefined()
})

it('refuses a token of a foreign key, and accepts one of an older key of ours [F-05]', async () => {
  const old = await createRefreshTokens([key(1)], systemRuntime).mint(GRANT_ID, 1)

  expect(await createRefreshTokens([key(2)], systemRuntime).read(old)).toBeUndefined()
  const rotated = createRefreshTokens([key(2), key(1)], systemRuntime)
  expect(await rotated.read(old)).toEqual({ grantId: GRANT_ID, generation: 1 })
  expect(await createRefreshTokens([key(1)], systemRuntime).read(await rotated.mint(GRANT_ID, 2))).toBeUndefined()
})

it('is refused without a question to the store when it is forged: nothing can be triggered [F-05]', async () => {
  const { grants, another, store, events } = world()
  const { grant } = await withRefresh(grants)
  const forged = await createRefreshTokens([key(9)], systemRuntime).mint(grant.grantId, 1)
  const before = events.length
  await store.close()

  for (const door of [grants, another()]) {
    await expect(door.rotateRefresh(presentRefresh(forged))).rejects.toMatchObject({ reason: 'refresh_forged' })
    await expect(door.inspectRefresh(presentRefresh(forged))).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(await door.findByRefreshToken(forged)).toBeUndefined()
  }
  expect(events).toHaveLength(before)
})

it('is refused without effect when its HMAC is right and it was never handed out [F-05]', async () => {
  const { grants } = world()
  const { grant, token } = await withRefresh(grants)
  const ours = createRefreshTokens([key(1)], systemRuntime)

  for (const generation of [1, 2, 1_000_000]) {
    const stray = await ours.mint(grant.grantId, generation)
    await expect(grants.rotateRefresh(presentRefresh(stray))).rejects.toMatchObject({ reason: 'refresh_unknown' })
    expect(await grants.findByRefreshToken(stray)).toBeUndefined()
  }
  const { refreshToken } = await grants.rotateRefresh(presentRefresh(token))
  const stray = presentRefresh(await ours.mint(grant.grantId, 1))
  await expect(grants.rotateRefresh(stray)).rejects.toMatchObject({ reason: 'refresh_unknown' })
  await expect(grants.rotateRefresh(presentRefresh(refreshToken))).resolves.toBeDefined()
})

/** Four characters of base64url stand for the same byte at the end of 32 bytes. */
function nextCharacter(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const place = alphabet.indexOf(character)
  return alphabet[place ^ 1]!
}
