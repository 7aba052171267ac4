import { describe, expect, it } from 'vitest'
import type { Page } from '../../../src/policy/pages/index.js'
import {
  emptyResponse,
  jsonResponse,
  pageResponse,
  preflightResponse,
  redirectResponse,
  strictTransportHeaders,
  withStrictTransport,
} from '../../../src/primitives/replies/index.js'

const page: Page = { html: '<!doctype html><title>x</title>', contentSecurityPolicy: "default-src 'none'" }

const DATA = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

describe('JSON', () => {
  it('carries exactly the security headers and no CORS by default [F-18] [AS-51]', async () => {
    const response = jsonResponse(200, { a: 1 })

    expect(Object.fromEntries(response.headers)).toEqual({ ...DATA, 'content-length': '7' })
    expect(await response.json()).toEqual({ a: 1 })
  })

  it('opens to every origin without credentials when asked [F-18]', () => {
    const { headers } = jsonResponse(200, {}, { cors: true })

    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-expose-headers')).toBe(
      'WWW-Authenticate, Retry-After, RateLimit, RateLimit-Policy',
    )
    expect(headers.has('access-control-allow-credentials')).toBe(false)
  })

  it('lets public documents, and only those, be cached [F-18]', () => {
    expect(jsonResponse(200, {}, { publicForSeconds: 300 }).headers.get('cache-control')).toBe('public, max-age=300')
    expect(emptyResponse(200).headers.get('cache-control')).toBe('no-store')
  })

  it('keeps further lines apart', () => {
    const response = jsonResponse(
      200,
      {},
      {
        headers: [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ],
      },
    )

    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })
})

describe('pages', () => {
  it('carries exactly the headers that keep it private [AS-10] [PX-09] [F-18]', async () => {
    const response = pageResponse(400, page, [['set-cookie', 'a=1']])

    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(Buffer.byteLength(page.html)),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': page.contentSecurityPolicy,
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
      'set-cookie': 'a=1',
    })
    expect(response.status).toBe(400)
    expect(await response.text()).toBe(page.html)
  })

  it('is never readable across origins [F-18]', () => {
    const names = [...pageResponse(200, page).headers.keys()]

    expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([])
  })
})

describe('redirects', () => {
  it('is always 303, without referrer or cache, and keeps each cookie on its line [AS-09] [AS-10]', async () => {
    const response = redirectResponse('https://idp.example/a?b=c%20d', ['a=1; Path=/', 'b=2; Path=/'])

    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('https://idp.example/a?b=c%20d')
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toBe('')
  })

  it.each(['https://a/\r\nset-cookie: x=1', 'https://a/\nx', 'https://a/\0'])(
    'refuses to split the head: %j',
    (url) => {
      expect(() => redirectResponse(url)).toThrow(TypeError)
      expect(() => redirectResponse('https://a/', [url])).toThrow(TypeError)
    },
  )
})

describe('preflight', () => {
  it('names the methods and headers, never credentials, and has no body [F-18]', async () => {
    const response = preflightResponse(['POST'])

    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-methods')).toBe('POST')
    expect(response.headers.get('access-control-allow-headers')).toBe(
      'Authorization, Content-Type, Accept, MCP-Protocol-Version',
    )
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
  })
})

describe('strict transport', () => {
  it('is promised for a year on https, for this host only [F-18]', () => {
    const response = withStrictTransport(jsonResponse(200, {}), 'https://notes.example.com/tenant')

    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000')
  })

  it.each([
    'http://127.0.0.1:3000',
    'https://localhost:8443',
    'https://app.localhost',
    'https://127.0.0.1',
    'https://[::1]:1',
  ])('is not promised for %s [F-18]', (identifier) => {
    expect(strictTransportHeaders(identifier)).toEqual([])
  })
})
