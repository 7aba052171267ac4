import { expect, it } from 'vitest'
import { handle } from './browser.js'
import { ISSUER, VERIFIER, world, type World } from './harness.js'
import { codeFor, errorOf, postForm, postJson, redeem, register } from './steps.js'

const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`,
})

async function confidential(w: World, method: string): Promise<{ clientId: string; secret: string; code: string }> {
  const registered = await postJson(w.server, {
    redirect_uris: ['https://app.example/cb'],
    token_endpoint_auth_method: method,
    grant_types: ['authorization_code', 'refresh_token'],
  })
  const { client_id: clientId, client_secret: secret } = (await registered.json()) as Record<string, string>
  return { clientId: clientId!, secret: secret!, code: await codeFor(w.browser(), { client_id: clientId }) }
}

const codeForm = (code: string) => ({ grant_type: 'authorization_code', code, code_verifier: VERIFIER })

it('refuses a JSON body as invalid_request [AS-50]', async () => {
  const w = await world()
  const body = JSON.stringify({ grant_type: 'authorization_code' })
  const response = await postForm(w.server, '/token', body, { 'content-type': 'application/json' })
  expect(response.status).toBe(400)
  expect(await errorOf(response)).toBe('invalid_request')
})

it.each(['client_secret=s', 'client_id=c', 'code=x', 'grant_type=authorization_code', 'code=x&code=y'])(
  'refuses parameters in the query: %s [AS-50]',
  async (query) => {
    const w = await world()
    const clientId = await register(w)
    const response = await postForm(w.server, `/token?${query}`, { ...codeForm('x'), client_id: clientId })
    expect(await errorOf(response)).toBe('invalid_request')
    expect(w.reasons()).toEqual(['parameter_in_query'])
  },
)

it.each(['grant_type', 'code', 'code_verifier', 'redirect_uri', 'client_id', 'scope'])(
  'refuses a second %s [AS-08]',
  async (name) => {
    const w = await world()
    const clientId = await register(w)
    const form = new URLSearchParams({ ...codeForm('x'), client_id: clientId, redirect_uri: 'r', scope: 's' })
    form.append(name, 'other')
    expect(await errorOf(await postForm(w.server, '/token', form.toString()))).toBe('invalid_request')
    expect(w.reasons()).toEqual(['parameter_repeated'])
  },
)

it('refuses several resources explicitly [AS-36] [AS-37]', async () => {
  const w = await world()
  const clientId = await register(w)
  const form = new URLSearchParams({ ...codeForm('x'), client_id: clientId, resource: 'https://notes.example/mcp' })
  form.append('resource', 'https://notes.example/admin')
  expect(await errorOf(await postForm(w.server, '/token', form.toString()))).toBe('invalid_target')
})

it('takes empty parameters for absent and ignores unknown ones [AS-08]', async () => {
  const w = await world()
  const clientId = await register(w)
  const code = await codeFor(w.browser(), { client_id: clientId })
  const response = await redeem(w, clientId, code, { redirect_uri: '', resource: '', client_secret: '', x: 'y' })
  expect(response.status).toBe(200)
})

it.each([
  ['none', {}],
  ['an empty one', { grant_type: '' }],
])('refuses a request with grant type: %s', async (_case, form) => {
  const w = await world()
  const response = await postForm(w.server, '/token', { client_id: await register(w), ...form })
  expect(await errorOf(response)).toBe('invalid_request')
})

it('refuses a body over the cap, whatever its length was said to be', async () => {
  const w = await world()
  const response = await postForm(w.server, '/token', `x=${'y'.repeat(65_536)}`)
  expect(response.status).toBe(413)
  const said = await postForm(w.server, '/token', 'x=y', { 'content-length': '99999999' })
  expect(said.status).toBe(413)
})

it('refuses a body that is not UTF-8', async () => {
  const w = await world()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new Uint8Array([0x61, 0x3d, 0xff])
  const response = await handle(w.server, new Request(`${ISSUER}/token`, { method: 'POST', headers, body }))
  expect(response.status).toBe(400)
})

it('authenticates a client by HTTP Basic, the parts form-urlencoded [AS-53]', async () => {
  const w = await world()
  const { clientId, secret, code } = await confidential(w, 'client_secret_basic')
  expect((await postForm(w.server, '/token', codeForm(code), basic(clientId, secret))).status).toBe(200)
})

it('authenticates a client by the body [AS-53]', async () => {
  const w = await world()
  const { clientId, secret, code } = await confidential(w, 'client_secret_post')
  const form = { ...codeForm(code), client_id: clientId, client_secret: secret }
  expect((await postForm(w.server, '/token', form)).status).toBe(200)
})

it.each([
  ['Basic where the body is registered', 'client_secret_post', 'basic', 'invalid_client', 401],
  ['the body where Basic is registered', 'client_secret_basic', 'post', 'invalid_client', 401],
  ['both at once', 'client_secret_basic', 'both', 'invalid_request', 400],
  ['nothing', 'client_secret_basic', 'none', 'invalid_client', 401],
  ['a wrong secret by Basic', 'client_secret_basic', 'wrong basic', 'invalid_client', 401],
  ['a wrong secret in the body', 'client_secret_post', 'wrong post', 'invalid_client', 401],
])('refuses %s, and leaves the code alone [AS-52] [AS-53]', async (_case, method, way, error, status) => {
  const w = await world()
  const { clientId, secret, code } = await confidential(w, method)
  const given = way.startsWith('wrong') ? 'wrong' : secret
  const headers = /basic|both/.test(way) ? basic(clientId, given) : {}
  const inBody = /post|both/.test(way) ? { client_secret: given } : {}
  const form = { ...codeForm(code), client_id: clientId, ...inBody }
  const response = await postForm(w.server, '/token', form, headers)
  expect(response.status).toBe(status)
  expect(response.headers.has('www-authenticate')).toBe(status === 401 && 'authorization' in headers)
  expect(await errorOf(response)).toBe(error)
  const right = method === 'client_secret_basic' ? basic(clientId, secret) : {}
  const rightBody = method === 'client_secret_post' ? { client_id: clientId, client_secret: secret } : {}
  expect((await postForm(w.server, '/token', { ...codeForm(code), ...rightBody }, right)).status).toBe(200)
})

it('refuses a public client that sends a secret, and unknown clients alike [AS-52] [AS-53]', async () => {
  const w = await world()
  const clientId = await register(w)
  for (const form of [{ client_id: clientId, client_secret: 's' }, { client_id: 'c_unknown' }]) {
    const response = await postForm(w.server, '/token', { ...codeForm('x'), ...form })
    expect(response.status).toBe(401)
    expect(response.headers.has('www-authenticate')).toBe(false)
    expect(await response.json()).toEqual({ error: 'invalid_client' })
  }
})

it('names Basic when Basic was used [AS-52]', async () => {
  const w = await world()
  const response = await postForm(w.server, '/token', codeForm('x'), basic('c_unknown', 's'))
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toBe('Basic realm="https://notes.example", charset="UTF-8"')
})

it('takes no client assertion, which it does not advertise either: not one, and not beside a secret [AS-53] [AS-06]', async () => {
  const w = await world()
  expect(w.server.metadata.token_endpoint_auth_methods_supported).not.toContain('private_key_jwt')
  const { clientId, secret, code } = await confidential(w, 'client_secret_post')
  const assertion = {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA',
  }
  const form = { ...codeForm(code), client_id: clientId, ...assertion }
  expect((await postForm(w.server, '/token', form)).status).toBe(401)
  expect(await errorOf(await postForm(w.server, '/token', { ...form, client_secret: secret }))).toBe('invalid_request')
})
