import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSecurityError } from '../../../src/errors/index.js'
import { basic, clientsWorld, form, HOUR, PUBLIC } from './harness.js'

const METHODS = ['client_secret_basic', 'client_secret_post', 'none'] as const

async function registered(method: (typeof METHODS)[number]) {
  const world = clientsWorld()
  const { client, response } = await world.register({ ...PUBLIC, token_endpoint_auth_method: method })
  const secret = (response['client_secret'] as string | undefined) ?? 'scs_made-up'
  return { ...world, id: client.client_id, client, secret }
}

/** The same credentials in the form of each method. */
const presentedAs = {
  client_secret_basic: (id: string, secret: string) => ({ authorization: [basic(id, secret)], form: form({}) }),
  client_secret_post: (id: string, secret: string) => ({
    authorization: [],
    form: form({ client_id: id, client_secret: secret }),
  }),
  none: (id: string, _secret: string) => ({ authorization: [], form: form({ client_id: id }) }),
}

describe('a client of method', () => {
  const pairs = METHODS.flatMap((is) => METHODS.map((comes) => [is, comes] as const))

  it.each(pairs.filter(([is, comes]) => is !== comes))('%s that comes as %s is refused [AS-53]', async (is, comes) => {
    const { clients, id, secret } = await registered(is)
    await expect(clients.authenticate(presentedAs[comes](id, secret))).rejects.toMatchObject({
      error: 'invalid_client',
      reason: 'client_auth_method',
    })
  })

  it.each(METHODS)('%s passes as such [AS-53]', async (method) => {
    const { clients, id, secret, client } = await registered(method)
    expect(await clients.authenticate(presentedAs[method](id, secret))).toEqual(client)
  })

  it.each(METHODS.slice(0, 2))('%s with a wrong secret is refused [AS-53] [AS-15]', async (method) => {
    const { clients, id, secret } = await registered(method)
    for (const wrong of [`${secret}x`, secret.slice(0, -1), secret.toUpperCase(), 'x', ` ${secret}`]) {
      await expect(clients.authenticate(presentedAs[method](id, wrong))).rejects.toMatchObject({
        error: 'invalid_client',
        reason: 'client_secret_wrong',
      })
    }
  })
})

describe('credentials', () => {
  const both = { error: 'invalid_request', reason: 'client_auth_methods_mixed' }

  it('by two methods at once are refused, even when both are right [AS-53]', async () => {
    const { clients, id, secret } = await registered('client_secret_basic')
    const authorization = [basic(id, secret)]

    await expect(
      clients.authenticate({ authorization, form: form({ client_id: id, client_secret: secret }) }),
    ).rejects.toMatchObject(both)
    await expect(
      clients.authenticate({ authorization, form: form({ client_id: id, client_assertion: 'e30.e30.x' }) }),
    ).rejects.toMatchObject(both)
    await expect(
      clients.authenticate({
        authorization: [],
        form: form({ client_id: id, client_secret: secret, client_assertion: 'x' }),
      }),
    ).rejects.toMatchObject(both)
  })

  it('by a signed assertion are refused: nobody can register for that [AS-53]', async () => {
    const { clients, register, id } = await registered('none')
    const assertion = {
      client_id: id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'eyJhbGciOiJIUzI1NiJ9.e30.x',
    }

    await expect(clients.authenticate({ authorization: [], form: form(assertion) })).rejects.toMatchObject({
      error: 'invalid_client',
      reason: 'client_auth_method',
    })
    await expect(register({ ...PUBLIC, token_endpoint_auth_method: 'private_key_jwt' })).rejects.toMatchObject({
      error: 'invalid_client_metadata',
    })
  })

  it('naming two clients are refused [AS-53]', async () => {
    const { clients, id, secret } = await registered('client_secret_basic')
    await expect(
      clients.authenticate({ authorization: [basic(id, secret)], form: form({ client_id: 'c_other' }) }),
    ).rejects.toMatchObject({ error: 'invalid_request', reason: 'client_id_mismatch' })
    await expect(
      clients.authenticate({ authorization: [basic(id, secret)], form: form({ client_id: id }) }),
    ).resolves.toMatchObject({ client_id: id })
  })

  it.each([
    ['no client_id', {}, 'invalid_request', 'client_id_missing'],
    ['an empty client_id', { client_id: '' }, 'invalid_request', 'client_id_missing'],
    ['a secret without client_id', { client_secret: 'x' }, 'invalid_request', 'client_id_missing'],
    ['an unknown client', { client_id: 'c_unknown' }, 'invalid_client', 'client_unknown'],
    ['a client named __proto__', { client_id: '__proto__' }, 'invalid_client', 'client_unknown'],
    ['an assertion', { client_id: 'c_unknown', client_assertion: 'x' }, 'invalid_client', 'client_auth_method'],
  ])('with %s are refused [AS-53]', async (_case, fields, error, reason) => {
    const { clients } = clientsWorld()
    await expect(
      clients.authenticate({ authorization: [], form: form(fields as Record<string, string>) }),
    ).rejects.toMatchObject({ error, reason })
  })

  it.each([
    ['two lines', ['Basic YTpi', 'Basic YTpi'], 'invalid_request', 'authorization_repeated'],
    ['Bearer', ['Bearer abc'], 'invalid_client', 'authorization_scheme'],
    ['an empty line', [''], 'invalid_client', 'authorization_scheme'],
    ['no credentials', ['Basic'], 'invalid_request', 'basic_malformed'],
    ['no colon', [`Basic ${btoa('abc')}`], 'invalid_request', 'basic_malformed'],
    ['no client id', [`Basic ${btoa(':abc')}`], 'invalid_request', 'basic_malformed'],
    ['no padding', ['Basic YTpiYQ'], 'invalid_request', 'basic_malformed'],
    ['the base64url alphabet', ['Basic _-__'], 'invalid_request', 'basic_malformed'],
    ['bytes that are not UTF-8', [`Basic ${btoa('a:\xff')}`], 'invalid_request', 'basic_malformed'],
    ['a broken percent sequence', [`Basic ${btoa('a:%zz')}`], 'invalid_request', 'basic_malformed'],
    ['a cut percent sequence', [`Basic ${btoa('a%2:b')}`], 'invalid_request', 'basic_malformed'],
    ['percent sequences that are not UTF-8', [`Basic ${btoa('a:%ff')}`], 'invalid_request', 'basic_malformed'],
    ['5000 characters', [`Basic ${btoa(`a:${'b'.repeat(5000)}`)}`], 'invalid_request', 'basic_malformed'],
  ])('in an Authorization header with %s are refused [AS-53]', async (_case, authorization, error, reason) => {
    await expect(clientsWorld().clients.authenticate({ authorization, form: form({}) })).rejects.toMatchObject({
      error,
      reason,
    })
  })

  it('in Basic are form-urldecoded: a plus is a space, a colon may be escaped [AS-53]', async () => {
    const client_id = 'team:notes'
    const client_secret = 'a secret+with:odd/characters=and%more'
    const { clients } = clientsWorld({
      operatorClients: [{ client_id, client_secret, redirect_uris: ['https://client.example/cb'] }],
    })
    const encode = (text: string) => new URLSearchParams({ v: text }).toString().slice(2)
    const authorization = [`bAsIc ${btoa(`${encode(client_id)}:${encode(client_secret)}`)}`]

    expect(authorization[0]).not.toContain(btoa(client_secret))
    await expect(clients.authenticate({ authorization, form: form({}) })).resolves.toMatchObject({ client_id })
    await expect(
      clients.authenticate({ authorization: [`Basic ${btoa(`team%3Anotes:${client_secret}`)}`], form: form({}) }),
    ).rejects.toMatchObject({ error: 'invalid_request', reason: 'basic_malformed' })
  })

  it('of any shape end in a client or in a refusal, never in another error [AS-53]', async () => {
    const { clients } = clientsWorld()
    const line = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `Basic ${rest}`),
      fc.uint8Array().map((bytes) => `Basic ${btoa(String.fromCharCode(...bytes))}`),
    )
    const fields = fc.dictionary(fc.constantFrom('client_id', 'client_secret', 'client_assertion', 'x'), fc.string())
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 2 }), fields, async (authorization, entries) => {
        const error: unknown = await clients
          .authenticate({ authorization, form: form(entries) })
          .catch((e: unknown) => e)
        expect(isSecurityError(error)).toBe(true)
        expect(error).toMatchObject({ code: 'ERR_OAUTH', error: expect.stringMatching(/^invalid_(client|request)$/) })
      }),
    )
  })

  it('stop working when the secret expires [AS-53] [AS-99]', async () => {
    const { clients, register, runtime } = clientsWorld({ registration: { dynamic: true, secretLifetimeMs: HOUR } })
    const { client, response } = await register({ ...PUBLIC, token_endpoint_auth_method: 'client_secret_post' })
    const presented = presentedAs.client_secret_post(client.client_id, String(response['client_secret']))

    runtime.advance(HOUR - 1)
    await expect(clients.authenticate(presented)).resolves.toEqual(client)
    runtime.advance(1)
    await expect(clients.authenticate(presented)).rejects.toMatchObject({
      error: 'invalid_client',
      reason: 'client_secret_expired',
    })
  })
})
