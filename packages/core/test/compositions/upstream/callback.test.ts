import { describe, expect, it } from 'vitest'
import { json } from '../../support/stub-server.js'
import { newLogin } from './logins.js'
import { connectTo, stubProvider, TOKENS } from './stub-provider.js'

const refused = (error: string, reason: string) => ({ code: 'ERR_OAUTH', error, reason, description: undefined })

describe('an answer at our callback', () => {
  it.each([
    ['of another issuer', { iss: 'https://evil.example' }, 'invalid_request', 'upstream_iss_mismatch'],
    ['whose issuer has a slash more', { iss: 'SLASH' }, 'invalid_request', 'upstream_iss_mismatch'],
    ['without the issuer that was announced', { iss: undefined }, 'invalid_request', 'upstream_iss_missing'],
    ['with an empty issuer', { iss: '' }, 'invalid_request', 'upstream_iss_mismatch'],
    ['with another state', { state: 'x'.repeat(86) }, 'invalid_request', 'upstream_state_mismatch'],
    ['without state', { state: undefined }, 'invalid_request', 'upstream_state_mismatch'],
    ['without code', { code: undefined }, 'invalid_request', 'upstream_code_missing'],
    ['with an empty code', { code: '' }, 'invalid_request', 'upstream_code_missing'],
    [
      'with an error of another issuer',
      { iss: 'https://evil.example', error: 'access_denied' },
      'invalid_request',
      'upstream_iss_mismatch',
    ],
  ])('%s is refused before the code is sent anywhere [PX-27] [PX-21]', async (_case, changes, error, reason) => {
    const stub = await stubProvider()
    const login = newLogin()
    const fixed = 'iss' in changes && changes.iss === 'SLASH' ? { iss: `${stub.issuer}/` } : changes

    await expect(connectTo(stub).finish(login, stub.callback(login, fixed))).rejects.toMatchObject(
      refused(error, reason),
    )
    expect(stub.tokenRequests()).toBe(0)
  })

  it.each(['code', 'state', 'iss', 'error'])('with %s twice is refused [PX-27]', async (name) => {
    const stub = await stubProvider()
    const login = newLogin()
    const callback = stub.callback(login)
    callback.append(name, callback.get(name) ?? 'x')
    callback.append(name, 'x')
    await expect(connectTo(stub).finish(login, callback)).rejects.toMatchObject(
      refused('invalid_request', 'upstream_parameter_repeated'),
    )
    expect(stub.tokenRequests()).toBe(0)
  })

  it('without issuer passes where the provider never announced one; a wrong one does not [PX-27]', async () => {
    const stub = await stubProvider()
    const metadata = { ...stub.metadata, authorization_response_iss_parameter_supported: undefined }
    stub.on('/.well-known/openid-configuration', json(metadata))
    const login = newLogin()
    stub.answerToken({ ...TOKENS, id_token: await stub.idToken(login) })
    const upstream = connectTo(stub)

    await expect(upstream.finish(login, stub.callback(login, { iss: 'https://evil.example' }))).rejects.toMatchObject(
      refused('invalid_request', 'upstream_iss_mismatch'),
    )
    const { identity } = await upstream.finish(login, stub.callback(login, { iss: undefined }))
    expect(identity.subject).toBe('alice')
  })

  it.each([
    ['access_denied', 'access_denied', 'upstream_access_denied'],
    ['login_required', 'login_required', 'upstream_login_required'],
    ['interaction_required', 'login_required', 'upstream_interaction_required'],
    ['temporarily_unavailable', 'temporarily_unavailable', 'upstream_temporarily_unavailable'],
    ['invalid_scope', 'server_error', 'upstream_invalid_scope'],
    ['unauthorized_client', 'server_error', 'upstream_unauthorized_client'],
    ['__proto__', 'server_error', 'upstream_unknown_error'],
    ['<script>alert(1)</script>', 'server_error', 'upstream_unknown_error'],
  ])('with the error %s is mapped to our own words [PX-29]', async (given, error, reason) => {
    const stub = await stubProvider()
    const login = newLogin()
    const markup = '<img src=x onerror=alert(1)>'
    const callback = stub.callback(login, {
      code: undefined,
      error: given,
      error_description: markup,
      error_uri: 'https://evil.example',
    })

    const failure: unknown = await connectTo(stub)
      .finish(login, callback)
      .catch((caught: unknown) => caught)

    expect(failure).toMatchObject(refused(error, reason))
    expect(`${String(failure)} ${JSON.stringify(failure)}`).not.toMatch(/[<>]|evil/)
  })
})
