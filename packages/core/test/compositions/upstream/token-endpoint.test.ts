import { describe, expect, it } from 'vitest'
import { json, text, type Answer } from '../../support/stub-server.js'
import { newLogin } from './logins.js'
import { CLIENT_ID, connectTo, stubProvider, TOKENS } from './stub-provider.js'

const OLD = { accessToken: 'old-access', tokenType: 'Bearer', refreshToken: 'old-refresh' }
const HTML = { 'content-type': 'text/html' }
const MARKUP = '<script>steal()</script>'

const silent: Answer = () => undefined

describe('an answer of the token endpoint', () => {
  it.each([
    ['without access token', { ...TOKENS, access_token: undefined }],
    ['with an access token that breaks a header', { ...TOKENS, access_token: 'a\r\nx: y' }],
    ['with an access token that is an object', { ...TOKENS, access_token: {} }],
    ['with an empty access token', { ...TOKENS, access_token: '' }],
    ['without token type', { ...TOKENS, token_type: undefined }],
    ['with a token type we cannot send', { ...TOKENS, token_type: 'DPoP' }],
    ['with a lifetime that is text', { ...TOKENS, expires_in: '300' }],
    ['with a negative lifetime', { ...TOKENS, expires_in: -1 }],
    ['with an endless lifetime', { ...TOKENS, expires_in: 1e300 }],
    ['with a refresh token that is a number', { ...TOKENS, refresh_token: 1 }],
    ['with an ID token that is an object', { ...TOKENS, id_token: {} }],
    ['with a scope that is a list', { ...TOKENS, scope: ['a'] }],
    ['that is a list', [TOKENS]],
    ['that is null', null],
  ])('%s is refused', async (_case, body) => {
    const stub = await stubProvider()
    stub.on('/token', json(body))
    await expect(connectTo(stub).refresh(OLD)).rejects.toMatchObject({
      error: 'temporarily_unavailable',
      reason: 'upstream_token_response_malformed',
    })
  })

  it.each([
    [400, 'invalid_grant', 'invalid_grant', 'upstream_invalid_grant'],
    [401, 'invalid_grant', 'invalid_grant', 'upstream_invalid_grant'],
    [400, 'interaction_required', 'invalid_grant', 'upstream_interaction_required'],
    [400, 'invalid_client', 'temporarily_unavailable', 'upstream_invalid_client'],
    [401, 'invalid_client', 'temporarily_unavailable', 'upstream_invalid_client'],
    [500, 'invalid_grant', 'temporarily_unavailable', 'upstream_invalid_grant'],
    [429, 'slow_down', 'temporarily_unavailable', 'upstream_unknown_error'],
    [400, MARKUP, 'temporarily_unavailable', 'upstream_unknown_error'],
    [400, { toString: 'x' }, 'temporarily_unavailable', 'upstream_unknown_error'],
  ])('%i %j means %s: only an ended login ends a grant [PX-29] [F-02]', async (status, given, error, reason) => {
    const stub = await stubProvider()
    stub.on('/token', json({ error: given, error_description: MARKUP }, status))
    const failure: unknown = await connectTo(stub)
      .refresh(OLD)
      .catch((caught: unknown) => caught)
    expect(failure).toMatchObject({ error, reason, description: undefined })
    expect(`${String(failure)} ${JSON.stringify(failure)}`).not.toContain('steal')
  })

  it.each([
    ['an HTML error', text(MARKUP, HTML, 500), 'outbound_content_type'],
    ['HTML that says 200', text(MARKUP, HTML), 'outbound_content_type'],
    ['a redirect', text('', { location: 'https://evil.example/' }, 307), 'outbound_redirect'],
    ['two megabytes', json({ ...TOKENS, scope: 'a'.repeat(2_000_000) }), 'outbound_too_large'],
    ['silence', silent, 'outbound_timeout'],
  ])('that is %s is an outage [UR-07] [UR-09] [UR-10]', async (_case, answer, reason) => {
    const stub = await stubProvider()
    stub.on('/token', answer)
    await expect(connectTo(stub).refresh(OLD)).rejects.toMatchObject({
      error: 'temporarily_unavailable',
      reason,
      description: undefined,
    })
  })

  it('to a code is never shown as `invalid_grant`: our client had no part in it', async () => {
    const stub = await stubProvider()
    const login = newLogin()
    stub.answerToken({ error: 'invalid_grant' }, 400)
    await expect(connectTo(stub).finish(login, stub.callback(login))).rejects.toMatchObject({
      error: 'server_error',
      reason: 'upstream_code_refused',
    })
  })
})

describe('a refresh', () => {
  it('keeps the refresh token when none comes back, and takes a new one', async () => {
    const stub = await stubProvider()
    const upstream = connectTo(stub)
    stub.answerToken({ ...TOKENS, refresh_token: undefined })
    expect(await upstream.refresh(OLD)).toMatchObject({ accessToken: 'upstream-access', refreshToken: 'old-refresh' })
    stub.answerToken({ ...TOKENS, refresh_token: 'new-refresh', expires_in: undefined })
    const fresh = await upstream.refresh(OLD)
    expect(fresh.refreshToken).toBe('new-refresh')
    expect(fresh).not.toHaveProperty('expiresAtMs')
  })

  it('without refresh token is not sent', async () => {
    const stub = await stubProvider()
    const attempt = connectTo(stub).refresh({ accessToken: 'a', tokenType: 'Bearer' })
    await expect(attempt).rejects.toMatchObject({ error: 'invalid_grant', reason: 'upstream_refresh_token_missing' })
    expect(stub.tokenRequests()).toBe(0)
  })

  it.each([
    ['another subject', { sub: 'mallory' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another client', { aud: ['other'] }],
  ])('that answers with an ID token of %s ends the grant [PX-31]', async (_case, changes) => {
    const stub = await stubProvider()
    const login = newLogin()
    stub.answerToken({ ...TOKENS, id_token: await stub.idToken(login, changes) })
    const attempt = connectTo(stub).refresh({ ...OLD, idToken: await stub.idToken(login) })
    await expect(attempt).rejects.toMatchObject({ error: 'invalid_grant', reason: 'upstream_id_token_changed' })
  })

  it('that answers with the ID token of the same person is fine', async () => {
    const stub = await stubProvider()
    const login = newLogin()
    const [before, after] = [await stub.idToken(login), await stub.idToken(login, { aud: [CLIENT_ID] })]
    stub.answerToken({ ...TOKENS, id_token: after })
    expect((await connectTo(stub).refresh({ ...OLD, idToken: before })).idToken).toBe(after)
  })
})

describe('revocation', () => {
  it('names the refresh token, or else the access token, and takes any 200 for an answer', async () => {
    const stub = await stubProvider()
    stub.on('/revoke', text('', {}))
    const upstream = connectTo(stub)
    await upstream.revoke(OLD)
    await upstream.revoke({ accessToken: 'old-access', tokenType: 'Bearer' })
    const forms = stub.requests.filter(({ path }) => path === '/revoke').map(({ form }) => Object.fromEntries(form))
    expect(forms).toEqual([
      { token: 'old-refresh', token_type_hint: 'refresh_token' },
      { token: 'old-access', token_type_hint: 'access_token' },
    ])
  })

  it('that is refused is an outage', async () => {
    const stub = await stubProvider()
    stub.on('/revoke', text(MARKUP, HTML, 503))
    await expect(connectTo(stub).revoke(OLD)).rejects.toMatchObject({ reason: 'upstream_revocation_refused' })
  })
})

it('sends credentials in one way only (RFC 6749 §2.3)', async () => {
  const stub = await stubProvider()
  stub.answerToken(TOKENS)
  await connectTo(stub).refresh(OLD)
  await connectTo(stub, { tokenEndpointAuthMethod: 'client_secret_post' }).refresh(OLD)
  await connectTo(stub, { clientSecret: undefined }).refresh(OLD)

  const sent = stub.requests.filter(({ path }) => path === '/token')
  expect(sent.map(({ headers }) => headers.authorization !== undefined)).toEqual([true, false, false])
  expect(sent.map(({ form }) => [form.has('client_id'), form.has('client_secret')])).toEqual([
    [false, false],
    [true, true],
    [true, false],
  ])
})
