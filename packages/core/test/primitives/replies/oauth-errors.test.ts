import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LimitError, OAuthError, RedirectableError, StoreError, TransportError } from '../../../src/errors/index.js'
import {
  failureResponse,
  methodNotAllowedResponse,
  retryAfterSeconds,
  tokenErrorResponse,
} from '../../../src/primitives/replies/index.js'

const REASON = 'private_reason'

describe('token errors', () => {
  it.each([
    ['invalid_request', 400],
    ['invalid_grant', 400],
    ['invalid_scope', 400],
    ['invalid_target', 400],
    ['unauthorized_client', 400],
    ['unsupported_grant_type', 400],
    ['unsupported_token_type', 400],
    ['invalid_client_metadata', 400],
    ['invalid_redirect_uri', 400],
    ['invalid_client', 401],
    ['server_error', 500],
    ['temporarily_unavailable', 503],
  ] as const)('answers %s with %i, no-store, JSON and CORS [AS-51] [AS-52] [F-18]', async (error, status) => {
    const response = tokenErrorResponse(new OAuthError(error, { reason: REASON }))

    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toEqual({ error })
  })

  it('challenges only a client that used Basic, and only for invalid_client [AS-52]', () => {
    const basic = { basicRealm: 'https://notes.example.com' }
    const challengeOf = (error: 'invalid_client' | 'invalid_grant', options?: typeof basic) =>
      tokenErrorResponse(new OAuthError(error, { reason: REASON }), options).headers.get('www-authenticate')

    expect(challengeOf('invalid_client', basic)).toBe('Basic realm="https://notes.example.com", charset="UTF-8"')
    expect(challengeOf('invalid_client')).toBeNull()
    expect(challengeOf('invalid_grant', basic)).toBeNull()
  })

  it('shows the description in the characters RFC 6749 §5.2 allows, whatever it holds [AS-52]', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (description) => {
        const error = new OAuthError('invalid_request', { reason: REASON, description })
        const body = (await tokenErrorResponse(error).json()) as { error_description: string }
        expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/)
      }),
    )
  })
})

describe('whatever was thrown', () => {
  it.each([
    ['an OAuth error', new OAuthError('invalid_grant', { reason: REASON }), 400, { error: 'invalid_grant' }],
    ['a transport error', new TransportError(413, { reason: REASON }), 413, { error: 'invalid_request' }],
    [
      'a store outage',
      new StoreError('unavailable', 'redis://user:secret@host'),
      503,
      { error: 'temporarily_unavailable' },
    ],
    [
      'an error meant for a redirect',
      new RedirectableError('access_denied', { reason: REASON }),
      500,
      { error: 'server_error' },
    ],
    ['an unknown error', new Error('secret'), 500, { error: 'server_error' }],
    ['no error at all', 'secret', 500, { error: 'server_error' }],
  ])('answers %s without a word of what is inside [RS-41]', async (_case, error, status, body) => {
    const response = failureResponse(error)

    expect(response.status).toBe(status)
    expect(await response.json()).toEqual(body)
  })

  it('tells how long to wait after a limit, rounded up [F-18]', async () => {
    const response = failureResponse(new LimitError({ reason: REASON, retryAfterMs: 1001 }))

    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(await response.text()).not.toContain(REASON)
  })

  it('names the methods there are', () => {
    const response = methodNotAllowedResponse(['POST', 'OPTIONS'])

    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST, OPTIONS')
  })
})

it.each([
  [0, '1'],
  [1, '1'],
  [1000, '1'],
  [1000.5, '2'],
  [59_999, '60'],
])('waits %d ms as %s s, never less', (ms, seconds) => {
  expect(retryAfterSeconds(ms)).toBe(seconds)
})
