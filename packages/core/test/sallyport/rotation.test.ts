import { decodeProtectedHeader } from 'jose'
import { expect, it } from 'vitest'
import { fakeRuntime } from '../../src/host/testing/index.js'
import { generateKeySet, type KeyFile } from '../../src/primitives/keys/index.js'
import { memoryStore } from '../../src/store/index.js'
import { ISSUER } from '../compositions/authorization-server/harness.js'
import {
  authorizeUrl,
  connect,
  errorOf,
  refresh,
  type TokenResponse,
} from '../compositions/authorization-server/steps.js'
import { deployment, keyFile, keysOf, type WholeDeployment } from './deployment.js'

const fresh = await generateKeySet()
const of = ({ keys }: KeyFile, purpose: string) => keys.filter((key) => key.purpose === purpose)

/** Every purpose with a new key in front; the old ones stay as long as something sealed or signed by them may live. */
const overlapping: KeyFile = { keys: [...fresh.keys, ...keyFile.keys] }
const without = (purpose: string): KeyFile => ({
  keys: [...fresh.keys, ...keyFile.keys.filter((key) => key.purpose !== purpose)],
})

/** A start of the same deployment with other keys. */
function restarted(world: WholeDeployment, keys: KeyFile): WholeDeployment {
  return deployment({ store: world.store, runtime: world.runtime, keys: keysOf(keys) })
}

async function published({ server }: WholeDeployment): Promise<string[]> {
  const answer = await server.handle(new Request(`${ISSUER}/jwks`), { address: undefined, requestId: 'r' })
  return ((await answer?.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
}

const before = (): WholeDeployment => {
  const runtime = fakeRuntime()
  return deployment({ runtime, store: memoryStore({}, runtime) })
}

it('publishes both keys while they overlap, signs with the new one, and accepts tokens of the old one [AS-62] [F-06]', async () => {
  const old = before()
  const { clientId, tokens } = await connect(old)
  const rotated = restarted(old, overlapping)
  expect(await published(old)).toEqual(of(keyFile, 'signing').map(({ kid }) => kid))
  expect(await published(rotated)).toEqual([...of(fresh, 'signing'), ...of(keyFile, 'signing')].map(({ kid }) => kid))
  expect(await rotated.call(tokens.access_token)).toBe(200)
  const next = (await (await refresh(rotated, clientId, tokens.refresh_token)).json()) as TokenResponse
  expect(decodeProtectedHeader(next.access_token).kid).toBe(of(fresh, 'signing')[0]?.kid)
  expect(await rotated.call(next.access_token)).toBe(200)
  // A process that has not been restarted yet does not know the new key: the old one has to be published first.
  expect(await old.call(next.access_token)).toBe(401)
})

it('refuses tokens of a key that is gone, and issues others for the same grant [AS-62] [F-06]', async () => {
  const old = before()
  const { clientId, tokens } = await connect(old)
  const rotated = restarted(old, without('signing'))
  expect(await published(rotated)).toEqual(of(fresh, 'signing').map(({ kid }) => kid))
  expect(await rotated.call(tokens.access_token)).toBe(401)
  const next = (await (await refresh(rotated, clientId, tokens.refresh_token)).json()) as TokenResponse
  expect(await rotated.call(next.access_token)).toBe(200)
})

it('keeps refresh tokens, approvals and upstream tokens through a rotation of every key [F-06] [F-02]', async () => {
  const old = before()
  const { clientId, browser, tokens } = await connect(old)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const rotated = restarted(old, overlapping)
  old.runtime.advance(3_700_000)
  expect((await refresh(rotated, clientId, tokens.refresh_token)).status).toBe(200)
  expect(rotated.upstream.refreshes).toBe(1)
  const again = await rotated.browser().get(authorizeUrl({ client_id: clientId }), { cookie })
  expect(again.status).toBe(303)
})

it.each([
  [
    'refresh',
    async (world: WholeDeployment, clientId: string, token: string) => errorOf(await refresh(world, clientId, token)),
  ],
])('refuses what a dropped %s key had made [F-06] [F-10]', async (purpose, use) => {
  const old = before()
  const { clientId, tokens } = await connect(old)
  expect(await use(restarted(old, without(purpose)), clientId, tokens.refresh_token ?? '')).toBe('invalid_grant')
  expect((await refresh(old, clientId, tokens.refresh_token)).status).toBe(200)
})

it('asks again when the key of the cookies was dropped [F-06] [F-17]', async () => {
  const old = before()
  const { clientId, browser } = await connect(old)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const rotated = restarted(old, without('cookies'))
  expect((await rotated.browser().get(authorizeUrl({ client_id: clientId }), { cookie })).status).toBe(200)
})
