import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRedirectUri } from '../../../src/policy/uris/index.js'
import { clientsWorld, CONTEXT, PUBLIC } from './harness.js'

describe('registration', () => {
  it('is refused unless the operator opened it [F-12]', async () => {
    const { another, events } = clientsWorld()
    const closed = another({ registration: {} })

    await expect(closed.register(PUBLIC, CONTEXT)).rejects.toMatchObject({
      error: 'access_denied',
      reason: 'registration_disabled',
    })
    expect(events).toMatchObject([{ kind: 'client.refused', requestId: 'req-1', address: '203.0.113.7' }])
  })

  it.each([
    ['http beyond this machine', 'http://app.example/cb', 'http_not_loopback'],
    ['javascript', 'javascript:alert(1)', 'scheme_not_allowed'],
    ['data', 'data:text/html,x', 'scheme_not_allowed'],
    ['file', 'file:///etc/passwd', 'scheme_not_allowed'],
    ['an app scheme that is not on the list', 'com.example.app:/cb', 'scheme_not_allowed'],
    ['a look-alike of a loopback address', 'http://127.0.0.1.evil.example/cb', 'http_not_loopback'],
    ['a relative address', '/cb', 'malformed'],
    ['a wildcard in the host', 'https://*.example.com\\@evil.example/cb', 'malformed'],
    ['more than 2048 characters', `https://client.example/${'a'.repeat(2048)}`, 'too_long'],
  ])('refuses a redirect URI with %s [AS-22] [AS-99]', async (_case, uri, reason) => {
    const { register, events } = clientsWorld()
    const attempt = register({ ...PUBLIC, redirect_uris: ['https://client.example/cb', uri] })

    await expect(attempt).rejects.toMatchObject({ error: 'invalid_redirect_uri', reason: `redirect_uri_${reason}` })
    expect(events).toMatchObject([{ kind: 'client.refused', error: 'invalid_redirect_uri', outcome: 'refused' }])
  })

  it.each([
    ['a fragment', 'https://client.example/cb#x', 'redirect_uri_fragment'],
    ['an empty fragment', 'https://client.example/cb#', 'redirect_uri_fragment'],
    ['userinfo', 'https://user:pass@client.example/cb', 'redirect_uri_userinfo'],
    ['an empty userinfo', 'https://@client.example/cb', 'redirect_uri_userinfo'],
  ])('refuses a redirect URI with %s [AS-23]', async (_case, uri, reason) => {
    await expect(clientsWorld().register({ ...PUBLIC, redirect_uris: [uri] })).rejects.toMatchObject({
      error: 'invalid_redirect_uri',
      reason,
    })
  })

  it.each([
    ['null', null],
    ['a list', [PUBLIC]],
    ['text', 'redirect_uris'],
    ['nothing', undefined],
  ])('refuses %s as metadata [AS-99]', async (_case, metadata) => {
    await expect(clientsWorld().register(metadata)).rejects.toMatchObject({
      error: 'invalid_client_metadata',
      reason: 'metadata_malformed',
    })
  })

  it.each([
    ['no redirect_uris', { redirect_uris: undefined }],
    ['empty redirect_uris', { redirect_uris: [] }],
    ['redirect_uris as text', { redirect_uris: 'https://client.example/cb' }],
    ['a number among redirect_uris', { redirect_uris: [1] }],
    ['null as redirect_uris', { redirect_uris: null }],
  ])('refuses %s as an invalid redirect URI [AS-99]', async (_case, change) => {
    await expect(clientsWorld().register({ ...PUBLIC, ...change })).rejects.toMatchObject({
      error: 'invalid_redirect_uri',
      reason: 'redirect_uris_invalid',
    })
  })

  it.each([
    ['client_name', 'a'.repeat(201)],
    ['client_name', { toString: 'x' }],
    ['client_uri', 'javascript:alert(1)'],
    ['client_uri', 'http://client.example/'],
    ['client_uri', `https://client.example/${'a'.repeat(2048)}`],
    ['grant_types', ['client_credentials']],
    ['grant_types', ['implicit', 'refresh_token']],
    ['grant_types', []],
    ['grant_types', Array.from({ length: 21 }, () => 'authorization_code')],
    ['response_types', ['token']],
    ['token_endpoint_auth_method', 'private_key_jwt'],
    ['token_endpoint_auth_method', 'client_secret_jwt'],
    ['token_endpoint_auth_method', 'NONE'],
    ['scope', 'notes:read  notes:write'],
    ['scope', 'notes:"read"'],
    ['scope', ['notes:read']],
    ['application_type', 'desktop'],
  ])('refuses %s %j [AS-99]', async (member, value) => {
    await expect(clientsWorld().register({ ...PUBLIC, [member]: value })).rejects.toMatchObject({
      error: 'invalid_client_metadata',
      reason: `${member}_invalid`,
      description: expect.stringContaining(member),
    })
  })

  it('reads own members only [AS-100]', async () => {
    await expect(clientsWorld().register(Object.create(PUBLIC))).rejects.toMatchObject({
      error: 'invalid_redirect_uri',
      reason: 'redirect_uris_invalid',
    })
  })

  it('caps the number of redirect URIs [AS-102]', async () => {
    const { register } = clientsWorld()
    const uris = Array.from({ length: 11 }, (_, i) => `https://client.example/cb${i}`)

    await expect(register({ ...PUBLIC, redirect_uris: uris })).rejects.toMatchObject({
      error: 'invalid_redirect_uri',
      reason: 'redirect_uris_too_many',
    })
    await expect(register({ ...PUBLIC, redirect_uris: uris.slice(1) })).resolves.toBeDefined()
  })

  it('caps the size of all metadata, what it ignores included [AS-102]', async () => {
    const { register } = clientsWorld()
    const long = Array.from({ length: 9 }, (_, i) => `https://client.example/${'a'.repeat(2000)}${i}`)

    for (const metadata of [
      { ...PUBLIC, redirect_uris: long },
      { ...PUBLIC, software_statement: 'x'.repeat(17_000) },
    ]) {
      await expect(register(metadata)).rejects.toMatchObject({
        error: 'invalid_client_metadata',
        reason: 'metadata_too_large',
      })
    }
  })

  it('ends in a client or in an error of RFC 7591 for any JSON at all [AS-99] [AS-100]', async () => {
    const { register } = clientsWorld({ registration: { dynamic: true, privateUseSchemes: ['cursor'] } })
    const uri = fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom('http://localhost/cb', 'cursor://cb', 'data:x'))
    const metadata = fc.record(
      {
        redirect_uris: fc.oneof(fc.array(uri, { maxLength: 12 }), fc.jsonValue()),
        token_endpoint_auth_method: fc.oneof(fc.constantFrom('none', 'client_secret_post', 'x'), fc.jsonValue()),
        grant_types: fc.oneof(fc.constant(['authorization_code']), fc.jsonValue()),
        client_name: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
        client_id: fc.jsonValue(),
        trusted: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(fc.oneof(metadata, fc.jsonValue()), async (value) => {
        const result = await register(value).catch((error: unknown) => error)
        if (result instanceof Error) {
          expect(result).toMatchObject({ error: expect.stringMatching(/^invalid_(redirect_uri|client_metadata)$/) })
        } else {
          const { client } = result as Awaited<ReturnType<typeof register>>
          expect(client).toMatchObject({ trusted: false, client_id: expect.stringMatching(/^c_/) })
          const kinds = client.redirect_uris.map(
            (each) => parseRedirectUri(each, { privateUseSchemes: ['cursor'] }).kind,
          )
          expect(kinds).not.toContain('refused')
        }
      }),
    )
  })

  it('keeps nothing of a refused client [AS-102]', async () => {
    const { register, store } = clientsWorld()
    await register({ ...PUBLIC, redirect_uris: ['http://app.example/cb'] }).catch(() => undefined)

    expect((await store.records.listByIndex('kind:client', undefined, 10)).keys).toEqual([])
  })
})

describe('application_type', () => {
  const local = ['http://localhost:3000/cb']

  it.each([
    ['web', local],
    [undefined, local],
    ['web', ['cursor://cb']],
    ['native', ['https://client.example/cb']],
  ])('%s with %j is refused when it is enforced [AS-101]', async (application_type, redirect_uris) => {
    const { another } = clientsWorld()
    const strict = another({
      registration: { dynamic: true, enforceApplicationType: true, privateUseSchemes: ['cursor'] },
    })
    await expect(strict.register({ ...PUBLIC, application_type, redirect_uris }, CONTEXT)).rejects.toMatchObject({
      error: 'invalid_redirect_uri',
      reason: 'redirect_uri_application_type',
      description: expect.stringContaining('native'),
    })
  })

  it.each([
    ['native', local],
    ['native', ['cursor://cb']],
    ['web', ['https://client.example/cb']],
    [undefined, ['https://client.example/cb']],
  ])('%s with %j passes when it is enforced [AS-101]', async (application_type, redirect_uris) => {
    const { another } = clientsWorld()
    const strict = another({
      registration: { dynamic: true, enforceApplicationType: true, privateUseSchemes: ['cursor'] },
    })
    const { client } = await strict.register({ ...PUBLIC, application_type, redirect_uris }, CONTEXT)
    expect(client).toMatchObject({ application_type, redirect_uris })
  })

  it('is stored and not enforced by default [AS-101]', async () => {
    const { register } = clientsWorld()
    for (const application_type of ['web', 'native', undefined] as const) {
      const { client, response } = await register({ ...PUBLIC, application_type, redirect_uris: local })
      expect(client.application_type).toBe(application_type)
      expect(response['application_type']).toBe(application_type)
    }
  })
})
