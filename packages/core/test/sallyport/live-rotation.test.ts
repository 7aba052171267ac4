import { decodeProtectedHeader } from 'jose'
import { expect, it } from 'vitest'
import { systemRuntime } from '../../src/foundation/index.js'
import { fakeRuntime } from '../../src/host/testing/index.js'
import { generateKey, parseKeySet, type KeyFileEntry } from '../../src/primitives/keys/index.js'
import { createRefreshTokens } from '../../src/services/grants/refresh-token.js'
import { ISSUER } from '../compositions/authorization-server/harness.js'
import {
  authorizeUrl,
  connect,
  errorOf,
  refresh,
  type TokenResponse,
} from '../compositions/authorization-server/steps.js'
import { changingList } from '../primitives/keys/support.js'
import { deployment, keyFile } from './deployment.js'

const LEAD_S = 600
const KEEP_S = 7_200

/** A file with a rotation of every purpose in it, written once. */
async function rotatedFile(nowMs: number) {
  const takeover = Math.ceil(nowMs / 1000) + LEAD_S
  const fresh = await Promise.all(
    keyFile.keys.map(async ({ purpose }): Promise<KeyFileEntry> => ({
      ...(await generateKey({ purpose })),
      nbf: takeover,
    })),
  )
  const old = keyFile.keys.map((key) => (key.purpose === 'vault' ? key : { ...key, exp: takeover + KEEP_S }))
  return { keys: [...fresh, ...old] }
}

it('follows a rotation by the clock alone, and refuses the old keys at their end [AS-62] [F-06] [F-02]', async () => {
  const runtime = fakeRuntime()
  const file = await rotatedFile(runtime.nowMs())
  const world = deployment({ runtime, keys: { load: ({ runtime: clock }) => parseKeySet(file, clock) } })
  const { clientId, browser, tokens } = await connect(world)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const jwks = async () => {
    const answer = await world.server.handle(new Request(`${ISSUER}/jwks`), { address: undefined, requestId: 'r' })
    const { keys } = (await answer?.json()) as { keys: { kid: string }[] }
    return { kids: keys.map(({ kid }) => kid), cached: answer?.headers.get('cache-control') }
  }
  const [fresh, old] = file.keys.filter(({ purpose }) => purpose === 'signing').map(({ kid }) => kid)
  expect(decodeProtectedHeader(tokens.access_token).kid).toBe(old)
  expect(await jwks()).toEqual({ kids: [old, fresh], cached: 'public, max-age=300' })

  runtime.advance(LEAD_S * 1000 + 1_000)
  expect((await jwks()).kids).toEqual([fresh, old])
  expect(await world.call(tokens.access_token)).toBe(200)
  const next = (await (await refresh(world, clientId, tokens.refresh_token)).json()) as TokenResponse
  expect(decodeProtectedHeader(next.access_token).kid).toBe(fresh)
  const idle = await connect(world, {}, 'bob')
  expect((await world.browser().get(authorizeUrl({ client_id: clientId }), { cookie })).status).toBe(303)

  runtime.advance(KEEP_S * 1000)
  expect((await jwks()).kids).toEqual([fresh])
  expect(await world.call(tokens.access_token)).toBe(401)
  expect(await errorOf(await refresh(world, clientId, tokens.refresh_token))).toBe('invalid_grant')
  expect((await world.browser().get(authorizeUrl({ client_id: clientId }), { cookie })).status).toBe(200)
  // What the new keys made is not touched, nor anybody logged out.
  expect((await refresh(world, clientId, next.refresh_token)).status).toBe(200)
  expect((await refresh(world, idle.clientId, idle.tokens.refresh_token)).status).toBe(200)
})

it('reads refresh tokens of keys that have just come, and none of those that are gone [F-06] [AS-62]', async () => {
  const keyOf = (kid: string) => ({ kid, secret: systemRuntime.randomBytes(32) })
  const [one, two] = [keyOf('one'), keyOf('two')]
  const grantId = 'g'.repeat(25)
  const elsewhere = await createRefreshTokens([two], systemRuntime).mint(grantId, 3)
  const keys = changingList(one)
  const tokens = createRefreshTokens(keys.list, systemRuntime)
  const old = await tokens.mint(grantId, 1)
  expect(await tokens.read(elsewhere)).toBeUndefined()
  keys.arrive(two, one)
  expect(await tokens.read(elsewhere)).toEqual({ grantId, generation: 3 })
  expect(await tokens.read(old)).toEqual({ grantId, generation: 1 })
  keys.set(two)
  expect(await tokens.read(old)).toBeUndefined()
  keys.set()
  await expect(tokens.mint(grantId, 2)).rejects.toThrow('no refresh key')
})
