import { describe, expect, it } from 'vitest'
import { matchRedirectUri } from '../../../src/policy/uris/index.js'
import { clientsWorld, DAY, HOUR, PUBLIC } from './harness.js'

describe('a registered client', () => {
  it('gains nothing by what it says about itself [AS-100]', async () => {
    const { register, clients } = clientsWorld()
    const body: unknown = JSON.parse(
      `{"redirect_uris":["https://client.example/cb"],"token_endpoint_auth_method":"none","client_id":"admin",
        "trusted":true,"consent":"not_required","scope":"admin:all","secretHash":"x","client_secret":"chosen",
        "__proto__":{"trusted":true,"client_name":"inherited"},"constructor":{"prototype":{"trusted":true}}}`,
    )
    const { client, response } = await register(body)

    expect(client).toMatchObject({ trusted: false, consent: 'required', scope: 'admin:all', client_name: undefined })
    expect(client.client_id).not.toBe('admin')
    expect(await clients.find('admin')).toBeUndefined()
    expect(await clients.find(client.client_id)).toEqual(client)
    for (const member of ['trusted', 'consent', 'secretHash', 'client_secret', '__proto__', 'constructor']) {
      expect(Object.hasOwn(response, member)).toBe(false)
    }
    expect((Object.prototype as { trusted?: unknown }).trusted).toBeUndefined()
  })

  it('gets an opaque id that is never an address [AS-97] [AS-14]', async () => {
    const { register } = clientsWorld()
    const ids = await Promise.all(Array.from({ length: 50 }, async () => (await register(PUBLIC)).client.client_id))

    expect(new Set(ids)).toHaveLength(50)
    for (const id of ids) expect(id).toMatch(/^c_[A-Za-z0-9_-]{27}$/)
  })

  it('reads in the answer what was registered, and no secret when it is public [AS-99]', async () => {
    const { register, runtime } = clientsWorld()
    const { client, response } = await register({
      ...PUBLIC,
      client_name: 'Notes client',
      client_uri: 'https://client.example/',
      grant_types: ['refresh_token', 'authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
      scope: 'notes:write notes:read',
      application_type: 'web',
      logo_uri: 'https://client.example/logo.png',
      contacts: ['a@client.example'],
    })

    expect(response).toEqual({
      client_id: client.client_id,
      client_id_issued_at: Math.floor(runtime.nowMs() / 1000),
      client_name: 'Notes client',
      client_uri: 'https://client.example/',
      redirect_uris: ['https://client.example/cb'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: 'notes:write notes:read',
      application_type: 'web',
    })
  })

  it('gets a secret, with the defaults of RFC 7591, when it names no method [AS-99]', async () => {
    const { response } = await clientsWorld().register({ redirect_uris: ['https://client.example/cb'] })

    expect(response).toMatchObject({
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      client_secret: expect.stringMatching(/^scs_[A-Za-z0-9_-]{43}$/),
      client_secret_expires_at: 0,
    })
  })

  it('learns when its secret expires [AS-99]', async () => {
    const { runtime, register } = clientsWorld({ registration: { dynamic: true, secretLifetimeMs: 2 * HOUR } })
    const { response } = await register({ ...PUBLIC, token_endpoint_auth_method: 'client_secret_post' })

    expect(response['client_secret_expires_at']).toBe(Math.floor((runtime.nowMs() + 2 * HOUR) / 1000))
  })

  it('has no raw secret in the store [AS-15]', async () => {
    const { register, store } = clientsWorld()
    const { client, response } = await register({ ...PUBLIC, token_endpoint_auth_method: 'client_secret_basic' })
    const record = await store.records.get(`client:${client.client_id}`)

    const secret = response['client_secret'] as string
    expect(record?.value).toContain('secretHash')
    expect(record?.value).not.toContain(secret)
    expect(record?.value).not.toContain(secret.slice(4))
  })

  it('treats empty and null members as absent, and lists each redirect URI once [AS-99]', async () => {
    const { register } = clientsWorld()
    const uri = 'https://client.example/cb'
    const { client } = await register({
      ...PUBLIC,
      redirect_uris: [uri, uri],
      client_name: '',
      client_uri: null,
      scope: '',
    })

    expect(client).toMatchObject({
      redirect_uris: [uri],
      client_name: undefined,
      client_uri: undefined,
      scope: undefined,
    })
  })

  it('may use app schemes of the allow-list only, and loses one that the operator takes back [AS-22] [F-12]', async () => {
    const { another, clients } = clientsWorld()
    const open = another({ registration: { dynamic: true, privateUseSchemes: ['cursor'] } })
    const redirect_uris = ['cursor://anysphere.cursor-mcp/cb', 'http://localhost:8080/cb']
    const { client } = await open.register({ ...PUBLIC, redirect_uris }, { requestId: 'r', address: undefined })

    expect((await open.find(client.client_id))?.redirect_uris).toEqual(redirect_uris)
    expect((await clients.find(client.client_id))?.redirect_uris).toEqual(['http://localhost:8080/cb'])
    await expect(
      open.register({ ...PUBLIC, redirect_uris: ['vscode://x/cb'] }, { requestId: 'r', address: undefined }),
    ).rejects.toMatchObject({ error: 'invalid_redirect_uri' })
  })

  it.each([
    ['https://client.example/cb/'],
    ['https://client.example/CB'],
    ['https://Client.example/cb'],
    ['https://client.example/cb?x=1'],
    ['https://client.example/a/../cb'],
    ['https://client.example/%63b'],
    ['https://sub.client.example/cb'],
    ['https://client.example:443/cb'],
  ])('is not sent to %s when it registered https://client.example/cb [AS-20] [F-14]', async (requested) => {
    const { client } = await clientsWorld().register(PUBLIC)
    expect(matchRedirectUri(requested, client.redirect_uris)).toBeUndefined()
  })

  it('is known to the letter of its redirect URIs, the port of a loopback address excepted [AS-20] [AS-21]', async () => {
    const { register, clients } = clientsWorld()
    const { client } = await register({
      ...PUBLIC,
      redirect_uris: ['https://client.example/cb', 'http://127.0.0.1/cb'],
    })
    const uris = (await clients.find(client.client_id))?.redirect_uris ?? []

    expect(matchRedirectUri('https://client.example/cb', uris)).toBe('https://client.example/cb')
    expect(matchRedirectUri('http://127.0.0.1:51004/cb', uris)).toBe('http://127.0.0.1/cb')
    for (const other of [
      'http://127.0.0.1.evil.example/cb',
      'https://127.0.0.1/cb',
      'http://127.0.0.1/x',
      'http://localhost/cb',
    ]) {
      expect(matchRedirectUri(other, uris)).toBeUndefined()
    }
  })
})

describe('the life of a registered client', () => {
  it('ends after a day without a finished flow [AS-102] [F-12]', async () => {
    const { register, clients, runtime } = clientsWorld()
    const { client } = await register(PUBLIC)

    runtime.advance(DAY - 1)
    expect(await clients.find(client.client_id)).toEqual(client)
    runtime.advance(1)
    expect(await clients.find(client.client_id)).toBeUndefined()
    await clients.touch(client.client_id)
    expect(await clients.find(client.client_id)).toBeUndefined()
  })

  it('ends 90 days after the last use, and survives a restart [AS-102] [F-12]', async () => {
    const { register, clients, another, runtime } = clientsWorld()
    const { client } = await register(PUBLIC)
    await clients.touch(client.client_id)
    runtime.advance(80 * DAY)
    await another().touch(client.client_id)

    runtime.advance(90 * DAY - 1)
    expect(await another().find(client.client_id)).toEqual(client)
    runtime.advance(1)
    expect(await another().find(client.client_id)).toBeUndefined()
  })

  it('never ends while a grant lives: 30 days after any use it has 59 left [F-12]', async () => {
    const { register, clients, runtime } = clientsWorld()
    const { client } = await register(PUBLIC)
    await clients.touch(client.client_id)
    runtime.advance(20 * HOUR)
    await clients.touch(client.client_id)

    runtime.advance(30 * DAY)
    expect(await clients.find(client.client_id)).toEqual(client)
  })

  it('is written once for many uses at a time [AS-102]', async () => {
    const { register, clients, store } = clientsWorld()
    const { client } = await register(PUBLIC)
    await Promise.all(Array.from({ length: 50 }, () => clients.touch(client.client_id)))
    const written = await store.records.get(`client:${client.client_id}`)
    await clients.touch(client.client_id)

    expect((await store.records.get(`client:${client.client_id}`))?.version).toBe(written?.version)
    expect(await clients.find(client.client_id)).toEqual(client)
  })

  it('is not touched by ids of nobody [AS-100]', async () => {
    const { clients } = clientsWorld()
    for (const id of [
      '',
      '__proto__',
      'c_',
      'c_../../x',
      `c_${'a'.repeat(27)}`,
      `c_${'a'.repeat(100_000)}`,
      'https://x.example',
    ]) {
      expect(await clients.find(id)).toBeUndefined()
      await expect(clients.touch(id)).resolves.toBeUndefined()
    }
  })

  it('is reported as a store failure, not as unknown, when its record is broken', async () => {
    const { clients, store, runtime } = clientsWorld()
    const id = `c_${'a'.repeat(27)}`
    await store.records.putIfAbsent(`client:${id}`, '{"client_id":1}', { expiresAtMs: runtime.nowMs() + HOUR })

    await expect(clients.find(id)).rejects.toMatchObject({ code: 'ERR_STORE', reason: 'corrupt' })
  })
})
