import { describe, expect, it } from 'vitest'
import { StoreError } from '../../src/errors/index.js'
import { memoryStore } from '../../src/store/index.js'
import { authorizationServer, facts, ORIGIN, RESOURCE, sallyportWith } from './support.js'

const get = (path: string, init?: RequestInit) => new Request(ORIGIN + path, init)

describe('handle', () => {
  it('leaves foreign paths to the host, whatever their spelling', async () => {
    const sallyport = sallyportWith()
    for (const path of ['/', '/mcp', '/token/', '//token', '/TOKEN', '/.well-known/openid-configuration/other']) {
      expect(await sallyport.handle(get(path)), path).toBeUndefined()
      expect(sallyport.owns(path), path).toBe(false)
    }
  })

  it('serves the metadata of the resource at its own address and, while it is the only one, at the root [RS-01] [RS-04] [RS-12]', async () => {
    const sallyport = sallyportWith()
    for (const path of ['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-protected-resource']) {
      const answer = await sallyport.handle(get(path, { headers: { origin: 'https://app.example' } }))
      expect(answer?.headers.get('access-control-allow-origin')).toBe('*')
      expect(await answer?.json()).toMatchObject({ resource: RESOURCE, authorization_servers: [ORIGIN] })
    }
  })

  it('keeps several resources apart, none of them at the root [RS-03] [RS-05]', async () => {
    const resources = { notes: RESOURCE, admin: `${ORIGIN}/admin/mcp` }
    const sallyport = sallyportWith({ resources, ...({ resource: undefined } as object) })
    expect(await sallyport.handle(get('/.well-known/oauth-protected-resource'))).toBeUndefined()
    for (const resource of Object.values(resources)) {
      const path = `/.well-known/oauth-protected-resource${new URL(resource).pathname}`
      expect(await (await sallyport.handle(get(path)))?.json()).toMatchObject({ resource })
    }
    expect(() => sallyport.gate()).toThrow('several resources')
    expect(() => sallyport.gate('toString')).toThrow('notes, admin')
    await expect(sallyport.verifier.verifyAccessToken('x')).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })

  it('refuses a foreign Host on a loopback issuer, so that no rebound page can approve [ST-04] [UR-16]', async () => {
    const origin = 'http://127.0.0.1:3000'
    const { upstream } = authorizationServer()
    const sallyport = sallyportWith({
      resource: `${origin}/mcp`,
      authorizationServer: { issuer: origin, upstream },
      unsafelyAllowHttpLoopback: true,
    })
    const ask = (host: string) => sallyport.handle(new Request(`${origin}/authorize`, { headers: { host } }))
    expect((await ask('evil.example:3000'))?.status).toBe(403)
    expect((await ask('localhost:3000'))?.status).toBe(400)
  })
})

describe('ready', () => {
  it('says what is wrong with the store, and works once it is back', async () => {
    const store = memoryStore()
    let down = true
    const ping = () => (down ? Promise.reject(new StoreError('unavailable', 'The disk is gone.')) : store.ping())
    const sallyport = sallyportWith({ store: { ...store, ping } })
    await expect(sallyport.ready()).rejects.toMatchObject({ code: 'ERR_STORE' })
    expect((await sallyport.handle(get('/jwks')))?.status).toBe(503)
    const refused = await sallyport.gate().admit(facts({ authorization: 'Bearer x.y.z' }))
    expect(refused).toMatchObject({ allowed: false, reply: { status: 503 } })
    down = false
    await sallyport.ready()
    expect((await sallyport.handle(get('/jwks')))?.status).toBe(200)
  })

  it('is called by the first request when nobody did', async () => {
    const answer = await sallyportWith().handle(get('/jwks'))
    expect(((await answer?.json()) as { keys: unknown[] }).keys).toHaveLength(1)
  })
})

describe('upstream and revoke', () => {
  it('refuse a handler without a caller [RS-20] [RS-39]', async () => {
    const { upstream } = sallyportWith()
    await expect(upstream.fetch({}, 'https://login.example.com/me')).rejects.toMatchObject({ error: 'invalid_request' })
    await expect(upstream.person({})).rejects.toMatchObject({ error: 'invalid_token' })
    const gone = { authInfo: { token: 't', extra: { grantId: 'g' } } }
    await expect(upstream.person(gone)).rejects.toMatchObject({ reason: 'grant_gone' })
  })

  it('count what they ended: nothing, for strangers [F-09]', async () => {
    const sallyport = sallyportWith()
    for (const target of [{ grantId: 'g' }, { subject: 's' }, { clientId: 'c' }]) {
      expect(await sallyport.revoke(target)).toBe(0)
    }
  })
})
