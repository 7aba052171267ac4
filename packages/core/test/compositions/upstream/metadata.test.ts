import { describe, expect, it } from 'vitest'
import { closedOrigin, json, stubServer, text } from '../../support/stub-server.js'
import { newLogin } from './logins.js'
import { connectTo, stubProvider } from './stub-provider.js'

const WELL_KNOWN = '/.well-known/openid-configuration'

describe('metadata of a provider', () => {
  it.each([
    ['of another issuer', (issuer: string) => issuer.replace('127.0.0.1', 'localhost')],
    ['of an attacker who names himself', () => 'https://evil.example'],
    ['with a slash more', (issuer: string) => `${issuer}/`],
    ['in other letters', (issuer: string) => issuer.replace('http', 'HTTP')],
  ])('%s is refused, and nothing is sent to its endpoints [PX-28] [UR-14]', async (_case, rename) => {
    const stub = await stubProvider()
    stub.on(WELL_KNOWN, json({ ...stub.metadata, issuer: rename(stub.issuer) }))
    const upstream = connectTo(stub)

    for (const use of [
      () => upstream.authorizationUrl(newLogin()),
      () => upstream.formActionOrigins(),
      () => upstream.refresh({ accessToken: 'a', tokenType: 'Bearer', refreshToken: 'r' }),
    ]) {
      await expect(use()).rejects.toMatchObject({
        error: 'temporarily_unavailable',
        reason: 'upstream_issuer_mismatch',
      })
    }
    expect(stub.requests.every(({ path }) => path.startsWith('/.well-known/'))).toBe(true)
  })

  it('with an honest issuer from an attacker is refused: the document says where it is from [UR-14]', async () => {
    const honest = await stubProvider()
    const attacker = await stubServer()
    attacker.on(WELL_KNOWN, json(honest.metadata))
    await expect(connectTo({ issuer: attacker.origin }).authorizationUrl(newLogin())).rejects.toMatchObject({
      reason: 'upstream_issuer_mismatch',
    })
    expect(honest.requests).toHaveLength(0)
  })

  it('is looked for in the order of RFC 8414, OpenID inserted, OpenID appended [UR-14]', async () => {
    const stub = await stubProvider('/tenant')
    stub.on('/.well-known/openid-configuration', json({}, 404))
    const upstream = connectTo(stub)
    await expect(upstream.formActionOrigins()).rejects.toMatchObject({ reason: 'upstream_metadata_not_found' })
    expect(stub.requests.map(({ path }) => path)).toEqual([
      '/.well-known/oauth-authorization-server/tenant',
      '/.well-known/openid-configuration/tenant',
      '/tenant/.well-known/openid-configuration',
    ])

    stub.on('/tenant/.well-known/openid-configuration', json(stub.metadata))
    expect(await upstream.formActionOrigins()).toEqual([stub.origin])
  })

  it.each([
    ['a page', text('<h1>welcome</h1>', { 'content-type': 'text/html' })],
    ['a redirect', text('', { location: '/login' }, 302)],
    ['an empty object', json({})],
    ['a list', json([1])],
  ])('that is %s counts as absent: the next address is tried [UR-14]', async (_case, answer) => {
    const stub = await stubProvider()
    stub.on('/.well-known/oauth-authorization-server', answer)
    expect(await connectTo(stub).formActionOrigins()).toEqual([stub.origin])
  })

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'revocation_endpoint', 'userinfo_endpoint'])(
    'with an %s that may not be asked is refused [UR-03] [UR-11]',
    async (name) => {
      for (const url of ['http://login.example.com/x', 'javascript:alert(1)', 'https://a:b@login.example.com/']) {
        const stub = await stubProvider()
        stub.on(WELL_KNOWN, json({ ...stub.metadata, [name]: url }))
        await expect(connectTo(stub).authorizationUrl(newLogin())).rejects.toMatchObject({
          reason: 'upstream_metadata_malformed',
        })
      }
    },
  )

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri'])('without %s is of no use', async (name) => {
    const stub = await stubProvider()
    stub.on(WELL_KNOWN, json({ ...stub.metadata, [name]: undefined }))
    await expect(connectTo(stub).formActionOrigins()).rejects.toMatchObject({ reason: 'upstream_metadata_not_found' })
  })

  it('that could not be read is read again at the next use', async () => {
    const stub = await stubProvider()
    stub.on(WELL_KNOWN, json({}, 503))
    const upstream = connectTo(stub)
    await expect(upstream.formActionOrigins()).rejects.toMatchObject({ error: 'temporarily_unavailable' })
    stub.on(WELL_KNOWN, json(stub.metadata))
    expect(await upstream.formActionOrigins()).toEqual([stub.origin])
  })

  it('of a provider that is down fails after one attempt, not three', async () => {
    const upstream = connectTo({ issuer: await closedOrigin() })
    await expect(upstream.formActionOrigins()).rejects.toMatchObject({
      error: 'temporarily_unavailable',
      reason: 'outbound_unreachable',
    })
  })

  it('is asked for once by 50 parallel logins', async () => {
    const stub = await stubProvider()
    const upstream = connectTo(stub)
    await Promise.all(Array.from({ length: 50 }, () => upstream.authorizationUrl(newLogin())))
    expect(stub.requests.map(({ path }) => path)).toEqual(['/.well-known/oauth-authorization-server', WELL_KNOWN])
  })

  it('may be configured: then nothing is asked, and the query of an endpoint stays', async () => {
    const { origin, requests } = await stubServer()
    const metadata = {
      authorization_endpoint: `${origin}/authorize?tenant=1&client_id=other`,
      token_endpoint: `${origin}/token`,
      jwks_uri: `${origin}/jwks`,
    }
    const upstream = connectTo({ issuer: origin }, { metadata })

    const url = new URL(await upstream.authorizationUrl(newLogin()))

    expect(url.searchParams.get('tenant')).toBe('1')
    expect(url.searchParams.getAll('client_id')).toEqual(['proxy'])
    expect(requests).toHaveLength(0)
    expect(await upstream.userInfoEndpoint()).toBeUndefined()
    await upstream.revoke({ accessToken: 'a', tokenType: 'Bearer' })
    expect(requests).toHaveLength(0)
  })
})
