import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isSecurityError } from '../../../src/errors/index.js'
import type { OperatorClient } from '../../../src/services/clients/index.js'
import { basic, clientsWorld, DAY, form } from './harness.js'

const SECRET = 'an operator secret of some length'
const CLIENT: OperatorClient = { client_id: 'notes-cli', redirect_uris: ['https://client.example/cb'] }

describe('a client named by the operator', () => {
  it.each<[string, object]>([
    ['an unknown option', { client_secrets: SECRET }],
    ['a short secret', { client_secret: 'x'.repeat(31) }],
    ['a digest that is none', { client_secret_sha256: 'abc' }],
    ['secret and digest', { client_secret: SECRET, client_secret_sha256: 'a'.repeat(64) }],
    ['a secret and the method none', { client_secret: SECRET, token_endpoint_auth_method: 'none' }],
    ['a method without its secret', { token_endpoint_auth_method: 'client_secret_post' }],
    ['an unsupported method', { token_endpoint_auth_method: 'private_key_jwt' }],
    ['no redirect URI', { redirect_uris: [] }],
    ['a redirect URI over http', { redirect_uris: ['http://client.example/cb'] }],
    ['an app scheme that is not on the list', { redirect_uris: ['cursor://cb'] }],
    ['no consent on loopback', { redirect_uris: ['http://127.0.0.1/cb'], consent: 'not_required' }],
    ['an https URL as id', { client_id: 'https://client.example/metadata' }],
    ['an id in the form of registered ones', { client_id: `c_${'a'.repeat(27)}` }],
    ['a space in its id', { client_id: 'notes cli' }],
    ['grant types that lead nowhere', { grant_types: ['refresh_token'] }],
    ['a malformed scope', { scope: 'a  b' }],
    ['a javascript address', { client_uri: 'javascript:alert(1)' }],
  ])('with %s stops the start [AS-53] [AS-97]', (_case, change) => {
    const start = () => clientsWorld({ operatorClients: [{ ...CLIENT, ...change }] })
    expect(start).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
    expect(start).not.toThrow(SECRET)
  })

  it('is refused a second time under the same id', () => {
    const start = () => clientsWorld({ operatorClients: [CLIENT, CLIENT] })
    expect(start).toThrow(expect.objectContaining({ code: 'ERR_CONFIG', option: 'operatorClients.1' }))
  })

  it('is trusted, never expires and needs no touch', async () => {
    const { clients, runtime } = clientsWorld({ operatorClients: [{ ...CLIENT, consent: 'not_required' }] })
    await clients.touch('notes-cli')
    runtime.advance(400 * DAY)

    expect(await clients.find('notes-cli')).toMatchObject({
      trusted: true,
      consent: 'not_required',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    })
  })

  it.each<[string, object]>([
    ['its secret', { client_secret: SECRET }],
    ['the digest of its secret', { client_secret_sha256: createHash('sha256').update(SECRET).digest('hex') }],
  ])('proves itself when the configuration holds %s [AS-15] [AS-53]', async (_case, secret) => {
    const { clients } = clientsWorld({ operatorClients: [{ ...CLIENT, ...secret }] })

    await expect(
      clients.authenticate({ authorization: [basic('notes-cli', `${SECRET}!`)], form: form({}) }),
    ).rejects.toMatchObject({ error: 'invalid_client' })
    await expect(
      clients.authenticate({ authorization: [], form: form({ client_id: 'notes-cli' }) }),
    ).rejects.toMatchObject({ error: 'invalid_client' })
    await expect(
      clients.authenticate({ authorization: [basic('notes-cli', SECRET)], form: form({}) }),
    ).resolves.toMatchObject({ client_id: 'notes-cli', token_endpoint_auth_method: 'client_secret_basic' })
  })

  it('cannot be changed after the start', async () => {
    const operatorClient = { ...CLIENT, redirect_uris: ['https://client.example/cb'] }
    const { clients } = clientsWorld({ operatorClients: [operatorClient] })
    operatorClient.redirect_uris.push('https://evil.example/cb')

    expect((await clients.find('notes-cli'))?.redirect_uris).toEqual(['https://client.example/cb'])
  })
})

describe('registration options', () => {
  it.each(['https', 'javascript', 'cursor:', 'my app', ''])('refuse %j as a private-use scheme [AS-22]', (scheme) => {
    let error: unknown
    try {
      clientsWorld({ registration: { dynamic: true, privateUseSchemes: [scheme] } })
    } catch (thrown) {
      error = thrown
    }
    expect(isSecurityError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'ERR_CONFIG', option: 'registration.privateUseSchemes' })
  })
})
