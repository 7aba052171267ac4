import * as oauth from 'oauth4webapi'
import { describe, expect, it } from 'vitest'
import {
  authorizationServerEndpoints,
  authorizationServerMetadata,
  authorizationServerMetadataUrls,
  endpointPath,
} from '../../../src/policy/metadata/index.js'

const config = { issuer: 'https://as.example', scopes: ['notes:read'], dynamicRegistration: true, publicKeys: true }

describe('authorizationServerMetadata', () => {
  it('offers the code flow and nothing that OAuth 2.1 has dropped [AS-06] [AS-11]', () => {
    const document = authorizationServerMetadata(config)
    expect(document.response_types_supported).toEqual(['code'])
    expect(document.grant_types_supported).toEqual(['authorization_code', 'refresh_token'])
    expect(JSON.stringify(document)).not.toMatch(/implicit|password|token id_token|fragment/)
  })

  it('offers S256 and never plain [AS-04] [AS-26]', () => {
    expect(authorizationServerMetadata(config).code_challenge_methods_supported).toEqual(['S256'])
  })

  it('announces iss in authorization responses, with no way to switch it off [AS-33] [AS-34]', () => {
    const sneaky = { ...config, authorization_response_iss_parameter_supported: false }
    expect(authorizationServerMetadata(sneaky).authorization_response_iss_parameter_supported).toBe(true)
  })

  it('has no registration endpoint while registration is off [AS-06] [AS-80]', () => {
    expect(authorizationServerMetadata({ ...config, dynamicRegistration: false })).not.toHaveProperty(
      'registration_endpoint',
    )
  })

  it('has no key set when there are no public keys [AS-06]', () => {
    expect(authorizationServerMetadata({ ...config, publicKeys: false })).not.toHaveProperty('jwks_uri')
  })

  it('advertises no feature that does not exist [AS-06]', () => {
    const document = authorizationServerMetadata(config)
    for (const member of [
      'introspection_endpoint',
      'pushed_authorization_request_endpoint',
      'client_id_metadata_document_supported',
      'userinfo_endpoint',
      'device_authorization_endpoint',
      'request_uri_parameter_supported',
    ]) {
      expect(document).not.toHaveProperty(member)
    }
  })

  it('names the ways clients may authenticate, since silence would mean client_secret_basic [AS-06]', () => {
    const all = authorizationServerMetadata(config)
    expect(all.token_endpoint_auth_methods_supported).toEqual(['none', 'client_secret_basic', 'client_secret_post'])
    expect(all.revocation_endpoint_auth_methods_supported).toEqual(all.token_endpoint_auth_methods_supported)
    const some = authorizationServerMetadata({ ...config, clientAuthMethods: ['none'] })
    expect(some.token_endpoint_auth_methods_supported).toEqual(['none'])
  })

  it.each([['https://as.example'], ['https://as.example/t1'], ['http://127.0.0.1:3000']])(
    'publishes the issuer %s byte for byte, and every endpoint below it [AS-03] [AS-104]',
    (issuer) => {
      const document = authorizationServerMetadata({ ...config, issuer })
      expect(document.issuer).toBe(issuer)
      for (const [name, value] of Object.entries(document)) {
        if (/_endpoint$|^jwks_uri$/.test(name)) expect(String(value).startsWith(`${issuer}/`)).toBe(true)
      }
    },
  )

  it('offers offline_access here and once [AS-60] [RS-09]', () => {
    const document = authorizationServerMetadata({ ...config, scopes: ['write', 'offline_access', 'read'] })
    expect(document.scopes_supported).toEqual(['offline_access', 'read', 'write'])
  })

  it('names the documentation when there is some', () => {
    const document = authorizationServerMetadata({ ...config, documentation: 'https://as.example/docs' })
    expect(document.service_documentation).toBe('https://as.example/docs')
    expect(authorizationServerMetadata(config)).not.toHaveProperty('service_documentation')
  })

  it.each([
    ['https://as.example', 'oauth2'],
    ['https://as.example/t1', 'oauth2'],
    ['https://as.example', 'oidc'],
    ['https://as.example/t1', 'oidc'],
  ] as const)(
    'is found and accepted by an independent client for %s (%s) [AS-02] [AS-03]',
    async (issuer, algorithm) => {
      const asked: string[] = []
      const answer = await oauth.discoveryRequest(new URL(issuer), {
        algorithm,
        [oauth.customFetch]: (url: string) => {
          asked.push(url)
          return Promise.resolve(Response.json(authorizationServerMetadata({ ...config, issuer })))
        },
      })
      const server = await oauth.processDiscoveryResponse(new URL(issuer), answer)
      expect(authorizationServerMetadataUrls(issuer)).toContain(asked[0])
      expect(server.issuer).toBe(issuer)
    },
  )
})

describe('endpointPath', () => {
  const id = 'qL8'.padEnd(35, 'A')

  it('knows the page of a question whatever its id [EL-15]', () => {
    expect(endpointPath(`/t1/confirm/${id}`)).toBe('/t1/confirm/')
  })

  it.each(['/confirm', '/confirm/short', `/confirm/${id}A`, `/confirm/${id}/more`, `/confirm${id}`, '/token'])(
    'leaves %s alone',
    (path) => {
      expect(endpointPath(path)).toBe(path)
    },
  )
})

describe('authorizationServerEndpoints', () => {
  it('hangs everything below the issuer', () => {
    expect(authorizationServerEndpoints('https://as.example/t1')).toEqual({
      authorization: 'https://as.example/t1/authorize',
      consent: 'https://as.example/t1/consent',
      connections: 'https://as.example/t1/connections',
      confirmation: 'https://as.example/t1/confirm/',
      callback: 'https://as.example/t1/callback',
      token: 'https://as.example/t1/token',
      registration: 'https://as.example/t1/register',
      revocation: 'https://as.example/t1/revoke',
      jwks: 'https://as.example/t1/jwks',
    })
  })
})
