import { expect, it } from 'vitest'
import type { AuthorizationServerPorts } from '../../../src/compositions/authorization-server/index.js'
import { StoreError } from '../../../src/errors/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { handle, locationOf } from './browser.js'
import { ISSUER, world, type WorldOptions } from './harness.js'
import { approve, authorizeUrl, connect, errorOf, postForm, postJson, redeem, refresh, register } from './steps.js'
import { watchStore } from './watched-store.js'

const down = (): never => {
  throw new StoreError('unavailable', 'The store at redis://secret@10.0.0.1 is gone.')
}

/** A store that can be switched off. */
function fragile(): { options: WorldOptions; breakNow(): void; repair(): void } {
  let broken = false
  return {
    breakNow: () => void (broken = true),
    repair: () => void (broken = false),
    options: {
      store: (runtime) =>
        watchStore(memoryStore({}, runtime), (call, parameters) =>
          broken ? Promise.resolve().then(down) : call(...parameters),
        ),
    },
  }
}

it('answers 503 with Retry-After while the store is away, page or JSON, and says nothing about it', async () => {
  const { options, breakNow } = fragile()
  const w = await world(options)
  const clientId = await register(w)
  breakNow()
  const answers = [
    await handle(w.server, new Request(authorizeUrl({ client_id: clientId }))),
    await postForm(w.server, '/token', { client_id: clientId, grant_type: 'authorization_code', code: 'x' }),
    await postForm(w.server, '/revoke', { client_id: clientId, token: 'x' }),
    await postJson(w.server, { redirect_uris: ['https://app.example/cb'] }),
  ]
  for (const answer of answers) {
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(await answer.text()).not.toMatch(/redis|10\.0\.0\.1|secret@/)
  }
  expect(w.events.filter(({ kind }) => kind === 'store.failed')).toHaveLength(4)
})

it('rotates nothing while the store is away: the refresh token works afterwards [F-05]', async () => {
  const { options, breakNow, repair } = fragile()
  const w = await world(options)
  const { clientId, tokens } = await connect(w)
  breakNow()
  expect((await refresh(w, clientId, tokens.refresh_token)).status).toBe(503)
  repair()
  w.runtime.advance(60_000)
  expect((await refresh(w, clientId, tokens.refresh_token)).status).toBe(200)
})

it.each<[string, (ports: AuthorizationServerPorts, isDown: () => boolean) => Partial<AuthorizationServerPorts>]>([
  [
    'the signer',
    ({ tokens }, isDown) => ({
      tokens: { ...tokens, issue: async (input) => (isDown() ? down() : tokens.issue(input)) },
    }),
  ],
  [
    'the register of clients',
    ({ clients }, isDown) => ({
      clients: { ...clients, touch: async (id) => (isDown() ? down() : clients.touch(id)) },
    }),
  ],
])('takes no retry for a theft after an outage of %s: nothing was rotated [F-05]', async (_part, broken) => {
  let isDown = false
  const w = await world({ ports: (ports) => broken(ports, () => isDown) })
  const { clientId, tokens } = await connect(w)
  isDown = true
  expect((await refresh(w, clientId, tokens.refresh_token)).status).toBe(503)
  isDown = false
  w.runtime.advance(60_000)
  expect((await refresh(w, clientId, tokens.refresh_token)).status).toBe(200)
})

it('answers documents while the store is away [AS-02]', async () => {
  const { options, breakNow } = fragile()
  const { server } = await world(options)
  breakNow()
  expect((await handle(server, new Request(`${ISSUER}/.well-known/oauth-authorization-server`))).status).toBe(200)
})

const secret = 'secret words of a database driver'
const explode = (): never => {
  throw new TypeError(secret)
}

it.each<[string, (ports: AuthorizationServerPorts) => Partial<AuthorizationServerPorts>]>([
  ['looking for a client', ({ clients }) => ({ clients: { ...clients, find: explode, authenticate: explode } })],
  ['looking for approvals', ({ consents }) => ({ consents: { ...consents, approvalsOf: explode } })],
  ['sealing the form', ({ flows }) => ({ flows: { ...flows, sealForm: explode } })],
])('answers a bare 500 page to a fault while %s', async (_case, ports) => {
  const w = await world({ ports })
  const response = await w.browser().get(authorizeUrl({ client_id: await register(w) }))
  expect(response.status).toBe(500)
  expect(response.headers.get('x-frame-options')).toBe('DENY')
  expect(await response.text()).not.toContain(secret)
  expect(w.events.at(-1)).toMatchObject({ kind: 'internal.failed', errorName: 'TypeError' })
  expect(JSON.stringify(w.events)).not.toContain(secret)
})

it('answers a bare 500 in JSON to a fault at the token endpoint [AS-51]', async () => {
  const w = await world({ ports: ({ tokens }) => ({ tokens: { ...tokens, issue: explode } }) })
  const clientId = await register(w)
  const location = locationOf(await approve(w.browser(), { client_id: clientId }))
  const response = await redeem(w, clientId, location.searchParams.get('code')!)
  expect(response.status).toBe(500)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await errorOf(response)).toBe('server_error')
})

it('answers even when the pages themselves are broken', async () => {
  const w = await world({
    ports: ({ pages }) => ({
      pages: Object.fromEntries(Object.keys(pages).map((name) => [name, explode])) as unknown as typeof pages,
    }),
  })
  const response = await handle(w.server, new Request(authorizeUrl({ client_id: 'unknown' })))
  expect(response.status).toBe(500)
  expect(await response.text()).toBe('')
})

it('leaves no grant behind when the tokens of the provider cannot be kept', async () => {
  const w = await world({ ports: ({ vault }) => ({ vault: { ...vault, store: down } }) })
  const response = await approve(w.browser(), { client_id: await register(w) })
  expect(response.status).toBe(503)
  expect(response.headers.has('location')).toBe(false)
  const { keys } = await w.store.records.listByIndex('kind:grant', undefined, 10)
  expect(await Promise.all(keys.map((key) => w.store.records.get(key)))).toEqual([])
})

it('keeps a failure of one request out of the next one', async () => {
  let broken = true
  const w = await world({
    ports: ({ grants }) => ({
      grants: { ...grants, create: (grant) => (broken ? Promise.resolve().then(down) : grants.create(grant)) },
    }),
  })
  const clientId = await register(w)
  expect((await approve(w.browser(), { client_id: clientId })).status).toBe(503)
  broken = false
  expect(locationOf(await approve(w.browser(), { client_id: clientId })).searchParams.has('code')).toBe(true)
})
