import { expect, it } from 'vitest'
import { RESOURCE, world, type World } from './harness.js'
import { connect, errorOf, postForm, postJson, refresh, register } from './steps.js'

const revoke = (w: World, clientId: string, token: string | undefined, more: Record<string, string> = {}) =>
  postForm(w.server, '/revoke', { client_id: clientId, token, ...more })

const isAlive = async (w: World, token: string): Promise<boolean> =>
  Promise.resolve()
    .then(() => w.verifier.verify(token, RESOURCE))
    .then(
      () => true,
      () => false,
    )

it.each(['refresh_token', 'access_token'] as const)(
  'ends the whole grant with its %s, in every process, once it has answered [AS-63] [F-09]',
  async (kind) => {
    const w = await world()
    const { clientId, tokens } = await connect(w)
    expect(await isAlive(w, tokens.access_token)).toBe(true)
    const response = await revoke(w, clientId, tokens[kind])
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await isAlive(w, tokens.access_token)).toBe(false)
    expect(await errorOf(await refresh(w, clientId, tokens.refresh_token))).toBe('invalid_grant')
  },
)

it('drops the tokens of the provider with the grant, and tells the provider [PX-30]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w)
  const { grantId } = await w.verifier.verify(tokens.access_token, RESOURCE)
  await expect(w.ports.vault.accessToken(grantId!)).resolves.toContain('upstream-token-')
  await revoke(w, clientId, tokens.refresh_token)
  await expect(w.ports.vault.accessToken(grantId!)).rejects.toMatchObject({ error: 'invalid_grant' })
  expect(w.upstream.revoked).toHaveLength(1)
})

it('leaves other grants of the same person alive', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w)
  const other = await connect(w)
  await revoke(w, clientId, tokens.refresh_token)
  expect(await isAlive(w, other.tokens.access_token)).toBe(true)
  expect(w.upstream.revoked).toEqual([])
})

it.each([
  ['an unknown token', 'srt_unknown'],
  ['no token of any kind', 'x'],
  ['a token of thousands of characters', 'x'.repeat(20_000)],
  ['a JWT of somebody else', 'eyJhbGciOiJub25lIn0.e30.'],
])('answers 200 to %s [AS-63]', async (_case, token) => {
  const w = await world()
  expect((await revoke(w, await register(w), token)).status).toBe(200)
})

it('answers 200 to a token that is dead already [AS-63]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w)
  for (let time = 0; time < 2; time++) expect((await revoke(w, clientId, tokens.refresh_token)).status).toBe(200)
  expect((await revoke(w, clientId, tokens.access_token)).status).toBe(200)
  w.runtime.advance(3_700_000)
  expect((await revoke(w, clientId, tokens.access_token)).status).toBe(200)
})

it.each(['refresh_token', 'access_token'] as const)(
  'refuses the %s of another client, and leaves it alive [AS-63]',
  async (kind) => {
    const w = await world()
    const { tokens } = await connect(w)
    const response = await revoke(w, await register(w), tokens[kind])
    expect(response.status).toBe(400)
    expect(await errorOf(response)).toBe('invalid_grant')
    expect(await isAlive(w, tokens.access_token)).toBe(true)
  },
)

it('believes no hint about the kind of token', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w)
  expect((await revoke(w, clientId, tokens.refresh_token, { token_type_hint: 'access_token' })).status).toBe(200)
  expect(await isAlive(w, tokens.access_token)).toBe(false)
})

it('authenticates the client first [AS-63]', async () => {
  const w = await world()
  const registered = await postJson(w.server, {
    redirect_uris: ['https://app.example/cb'],
    token_endpoint_auth_method: 'client_secret_post',
  })
  const { client_id: clientId } = (await registered.json()) as { client_id: string }
  const { tokens } = await connect(w)
  for (const form of [
    { client_id: clientId },
    { client_id: clientId, client_secret: 'x' },
    { client_id: 'c_unknown' },
  ]) {
    const response = await postForm(w.server, '/revoke', { token: tokens.access_token, ...form })
    expect(response.status).toBe(401)
  }
  expect(await errorOf(await postForm(w.server, '/revoke', { token: tokens.access_token }))).toBe('invalid_request')
  expect(await isAlive(w, tokens.access_token)).toBe(true)
})

it.each([
  ['no token', {}],
  ['a token in the query', { query: '?token=x' }],
])('refuses a request with %s', async (_case, { query = '' }: { query?: string }) => {
  const w = await world()
  const response = await postForm(w.server, `/revoke${query}`, { client_id: await register(w) })
  expect(await errorOf(response)).toBe('invalid_request')
})

it.each(['token', 'client_id', 'token_type_hint'])('refuses a second %s, and revokes nothing [AS-08]', async (name) => {
  const w = await world()
  const { clientId, tokens } = await connect(w)
  const form = new URLSearchParams({ client_id: clientId, token: tokens.access_token, token_type_hint: 'access_token' })
  form.append(name, 'other')
  const response = await postForm(w.server, '/revoke', form.toString())
  expect(response.status).toBe(400)
  expect(await errorOf(response)).toBe('invalid_request')
  expect(await isAlive(w, tokens.access_token)).toBe(true)
})

it('ends all grants of a person or of a client at once [F-09]', async () => {
  const w = await world()
  const [first, second] = [await connect(w), await connect(w)]
  const bob = await connect(w, {}, 'bob')
  const { subject } = await w.verifier.verify(first.tokens.access_token, RESOURCE)
  expect(await w.ports.grants.revokeAll({ subject }, 'operator')).toBe(2)
  expect(await isAlive(w, first.tokens.access_token)).toBe(false)
  expect(await isAlive(w, second.tokens.access_token)).toBe(false)
  expect(await isAlive(w, bob.tokens.access_token)).toBe(true)
  expect(await w.ports.grants.revokeAll({ clientId: bob.clientId }, 'operator')).toBe(1)
  expect(await isAlive(w, bob.tokens.access_token)).toBe(false)
})

it('records who revoked what', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w)
  await revoke(w, clientId, tokens.access_token)
  expect(w.events.filter(({ kind }) => kind === 'grant.revoked' || kind === 'token.revoked')).toMatchObject([
    { kind: 'grant.revoked', by: 'client', clientId },
    { kind: 'token.revoked', by: 'client', clientId },
  ])
})
