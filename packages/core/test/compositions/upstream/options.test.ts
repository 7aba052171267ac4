import { describe, expect, it } from 'vitest'
import { oidcUpstream, type OidcUpstreamOptions } from '../../../src/compositions/upstream/index.js'

const GOOD: OidcUpstreamOptions = { issuer: 'https://login.example.com', clientId: 'proxy', clientSecret: 'secret' }

describe('oidcUpstream', () => {
  it.each<[string, object, string]>([
    ['an http issuer', { issuer: 'http://login.example.com' }, 'issuer'],
    ['http on this machine without the switch', { issuer: 'http://127.0.0.1:3001' }, 'issuer'],
    ['an issuer with a query', { issuer: 'https://login.example.com?a=b' }, 'issuer'],
    ['an issuer with a fragment', { issuer: 'https://login.example.com#a' }, 'issuer'],
    ['an issuer that is no URL', { issuer: 'login.example.com' }, 'issuer'],
    ['no client id', { clientId: '' }, 'clientId'],
    [
      'a method that needs a secret',
      { clientSecret: undefined, tokenEndpointAuthMethod: 'client_secret_post' },
      'clientSecret',
    ],
    ['a secret that would not be used', { tokenEndpointAuthMethod: 'none' }, 'clientSecret'],
    ['a method we do not know', { tokenEndpointAuthMethod: 'private_key_jwt' }, 'tokenEndpointAuthMethod'],
    ['a scope without openid', { scope: 'email' }, 'scope'],
    [
      'a `resource` for the provider',
      { authorizationParams: { resource: 'https://mcp.example.com' } },
      'authorizationParams',
    ],
    ['a `state` of its own', { authorizationParams: { state: 'x' } }, 'authorizationParams'],
    ['a request object', { authorizationParams: { request: 'x' } }, 'authorizationParams'],
    ['ID tokens that we sign ourselves', { idTokenAlgorithms: ['HS256'] }, 'idTokenAlgorithms.0'],
    ['unsigned ID tokens', { idTokenAlgorithms: ['none'] }, 'idTokenAlgorithms.0'],
    ['no algorithm at all', { idTokenAlgorithms: [] }, 'idTokenAlgorithms'],
    ['a path as an origin', { formActionOrigins: ['https://sso.example.com/login'] }, 'formActionOrigins'],
    ['a wildcard as an origin', { formActionOrigins: ['https://*.example.com'] }, 'formActionOrigins'],
    ['an http origin', { formActionOrigins: ['http://sso.example.com'] }, 'formActionOrigins'],
    ['a path as the origin of an API', { apiOrigins: ['https://api.example.com/'] }, 'apiOrigins'],
    ['a wildcard as the origin of an API', { apiOrigins: ['https://*.example.com'] }, 'apiOrigins'],
    ['an http API', { apiOrigins: ['http://api.example.com'] }, 'apiOrigins'],
    ['a CSP keyword as an origin', { formActionOrigins: ["'unsafe-inline'"] }, 'formActionOrigins'],
    [
      'an http endpoint',
      {
        metadata: {
          authorization_endpoint: 'https://a.example/a',
          token_endpoint: 'http://a.example/t',
          jwks_uri: 'https://a.example/j',
        },
      },
      'metadata.token_endpoint',
    ],
    ['metadata with unknown members', { metadata: { token: 'x' } }, 'metadata'],
    ['an option that does not exist', { clientID: 'proxy' }, 'clientID'],
    ['no time at all', { timeoutMs: 0 }, 'timeoutMs'],
  ])('refuses %s at start [UR-03]', (_case, change, option) => {
    const attempt = () => oidcUpstream({ ...GOOD, ...change })
    expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
    expect(attempt).toThrow(option)
  })

  it('keeps secrets out of its errors', () => {
    const clientSecret = 'hunter2-hunter2'
    expect(() => oidcUpstream({ ...GOOD, clientSecret, scope: 'email' })).not.toThrow(clientSecret)
    expect(() => oidcUpstream({ ...GOOD, clientSecret, tokenEndpointAuthMethod: 'none' })).not.toThrow(clientSecret)
  })

  it('keeps the issuer byte for byte and says which switches are on [PX-28]', () => {
    expect(oidcUpstream({ ...GOOD, issuer: 'https://tenant.auth0.com/' })).toMatchObject({
      issuer: 'https://tenant.auth0.com/',
      unsafe: [],
    })
    const loopback = { ...GOOD, issuer: 'http://127.0.0.1:3001', unsafelyAllowHttpLoopback: true }
    expect(oidcUpstream(loopback).unsafe).toEqual(['upstream.unsafelyAllowHttpLoopback'])
  })
})
