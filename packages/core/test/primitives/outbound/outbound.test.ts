import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { OAuthError } from '../../../src/errors/index.js'
import { systemRuntime } from '../../../src/foundation/index.js'
import { createOutbound } from '../../../src/primitives/outbound/index.js'
import { closedOrigin, json, stubServer, text, type Answer } from '../../support/stub-server.js'

const JSON_TYPE = { 'content-type': 'application/json' }
const MARKUP = '<script>alert(1)</script>'

const outbound = createOutbound({ unsafelyAllowHttpLoopback: true, timeoutMs: 300, maxBytes: 10_000 })

const never: Answer = () => undefined
const slowBody: Answer = (response) => {
  response.writeHead(200, JSON_TYPE).write('{"a":')
}
const cutBody: Answer = (response) => {
  response.writeHead(200, { ...JSON_TYPE, 'content-length': '100' }).write('{"a":')
  setTimeout(() => response.destroy(), 20)
}

const failures: readonly (readonly [string, Answer, string])[] = [
  ['that never comes', never, 'outbound_timeout'],
  ['whose body never ends', slowBody, 'outbound_timeout'],
  ['that is cut', cutBody, 'outbound_interrupted'],
  ['of one byte too many', text(`"${'a'.repeat(9_999)}"`, JSON_TYPE), 'outbound_too_large'],
  [
    'that is a gzip bomb',
    text(gzipSync(JSON.stringify('a'.repeat(5_000_000))), { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    'outbound_too_large',
  ],
  ['in HTML', text(`<p>${MARKUP}</p>`, { 'content-type': 'text/html' }), 'outbound_content_type'],
  ['without a content type', text('{}', {}), 'outbound_content_type'],
  ['whose type only looks like JSON', text('{}', { 'content-type': 'text/json' }), 'outbound_content_type'],
  ['that is not JSON', text(MARKUP, JSON_TYPE), 'outbound_malformed'],
  ['with a member twice', text('{"issuer":"a","issuer":"b"}', JSON_TYPE), 'outbound_malformed'],
  ['that is empty', text('', JSON_TYPE), 'outbound_malformed'],
  ['that is not UTF-8', text(new Uint8Array([0x22, 0xff, 0x22]), JSON_TYPE), 'outbound_malformed'],
  ['that redirects', text('', { location: 'http://169.254.169.254/latest/meta-data' }, 302), 'outbound_redirect'],
  ['that redirects within its origin', text('', { location: '/other' }, 307), 'outbound_redirect'],
]

describe('an answer', () => {
  it.each(failures)(
    '%s fails with the one error that all failures have [UR-09] [UR-10] [UR-07]',
    async (_case, answer, reason) => {
      const stub = await stubServer()
      stub.on('/x', answer)

      const failure = await outbound.fetchJson(`${stub.origin}/x`).then(
        () => undefined,
        (error: unknown) => error,
      )

      expect(failure).toMatchObject({ error: 'temporarily_unavailable', description: undefined, reason })
      expect(String(failure)).not.toContain('script')
      expect(stub.requests).toHaveLength(1)
    },
  )

  it('from nobody fails in the same way, and keeps only the code of the system [UR-10]', async () => {
    const attempt = outbound.fetchJson(await closedOrigin())
    await expect(attempt).rejects.toMatchObject({
      error: 'temporarily_unavailable',
      reason: 'outbound_unreachable',
      cause: { message: 'ECONNREFUSED' },
    })
  })

  it('that is not HTTP does not reach the error [UR-10]', async () => {
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'hpe_<b>', data: MARKUP } }))
    const attempt = createOutbound({}, { ...systemRuntime, fetch }).fetchJson('https://login.example.com/')
    await expect(attempt).rejects.toSatisfy(
      (error: OAuthError) => error.reason === 'outbound_unreachable' && error.cause === undefined,
    )
  })

  it.each([
    ['application/json', 200],
    ['Application/JSON; charset=utf-8', 400],
    ['application/jwk-set+json', 503],
  ])('in %s with status %i is read', async (type, status) => {
    const stub = await stubServer()
    stub.on('/x', text('{"a":[1]}', { 'content-type': type }, status))

    expect(await outbound.fetchJson(`${stub.origin}/x`)).toEqual({ status, body: { a: [1] } })
  })

  it('of exactly the allowed size is read [UR-09]', async () => {
    const stub = await stubServer()
    stub.on('/x', text(`"${'a'.repeat(9_998)}"`, JSON_TYPE))

    expect((await outbound.fetchJson(`${stub.origin}/x`)).body).toHaveLength(9_998)
  })
})

describe('a request', () => {
  it('is not sent to a URL that may not be asked [UR-03]', async () => {
    let asked = 0
    const fetch = () => Promise.reject(new Error(String(++asked)))
    const strict = createOutbound({}, { ...systemRuntime, fetch })

    for (const url of ['http://127.0.0.1/', 'https://a:b@login.example.com/', 'javascript:1']) {
      for (const ask of [strict.fetchJson, strict.fetchStatus, strict.send]) {
        await expect(ask(url)).rejects.toMatchObject({ error: 'temporarily_unavailable', reason: 'outbound_url' })
      }
    }
    expect(asked).toBe(0)
  })

  it('carries what it was given and no ambient credentials [UR-10]', async () => {
    const stub = await stubServer()
    stub.on('/x', json({}, 200, { 'set-cookie': 'a=b' }))

    await outbound.fetchJson(`${stub.origin}/x`, { form: new URLSearchParams({ a: '1' }), headers: { 'x-own': '2' } })
    await outbound.fetchJson(`${stub.origin}/x`)

    const [first, second] = stub.requests
    expect(first).toMatchObject({ method: 'POST', headers: { 'x-own': '2', accept: 'application/json' } })
    expect(first?.form.get('a')).toBe('1')
    expect(second?.method).toBe('GET')
    for (const { headers } of stub.requests) {
      expect(headers).not.toHaveProperty('cookie')
      expect(headers).not.toHaveProperty('authorization')
      expect(headers).not.toHaveProperty('referer')
    }
  })

  it('for the status alone does not read the body', async () => {
    const stub = await stubServer()
    stub.on('/x', slowBody)
    expect(await outbound.fetchStatus(`${stub.origin}/x`)).toBe(200)
  })

  it('for the status alone refuses a redirect too [UR-07]', async () => {
    const stub = await stubServer()
    stub.on('/x', text('', { location: '/y' }, 303))
    await expect(outbound.fetchStatus(`${stub.origin}/x`)).rejects.toMatchObject({ reason: 'outbound_redirect' })
  })

  it('that is sent on hands out a redirect without following it [UR-07]', async () => {
    const stub = await stubServer()
    stub.on('/x', text('', { location: '/y' }, 302))

    const response = await outbound.send(`${stub.origin}/x`, { method: 'PUT', body: 'a' })

    expect(response.status).toBe(302)
    expect(stub.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['PUT /x'])
  })

  it('that is sent on may stream longer than the time limit, and ends with the caller', async () => {
    const stub = await stubServer()
    stub.on('/x', slowBody)
    const caller = new AbortController()

    const response = await outbound.send(`${stub.origin}/x`, { signal: caller.signal })
    await systemRuntime.delay(400)
    const rest = response.text()
    caller.abort(new Error('the tool was cancelled'))

    await expect(rest).rejects.toThrow('the tool was cancelled')
  })
})

it('refuses options that do not exist', () => {
  expect(() => createOutbound({ maxByte: 1 } as object)).toThrow('there is no such option')
})
