import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createPages } from '../../../src/policy/pages/index.js'
import { consent, failure } from './models.js'

const PIXEL = 'data:image/png;base64,iVBORw0KGgo='

function styleHashOf(html: string): string {
  const css = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? ''
  return createHash('sha256').update(css).digest('base64')
}

async function formActionOf(sources: readonly string[]): Promise<string | undefined> {
  const { contentSecurityPolicy } = await createPages().consent(consent, sources)
  return /form-action ([^;]*)/.exec(contentSecurityPolicy)?.[1]
}

it('allows the consent page its own style and form, nothing else [AS-10] [PX-09]', async () => {
  const page = await createPages().consent(consent, ['https://login.example.com'])

  expect(page.contentSecurityPolicy).toBe(
    `default-src 'none'; style-src 'sha256-${styleHashOf(page.html)}'; form-action 'self' https://login.example.com; frame-ancestors 'none'; base-uri 'none'`,
  )
})

it('allows an error page no form at all [AS-10] [PX-09]', async () => {
  const page = await createPages().error(failure)

  expect(page.contentSecurityPolicy).toBe(
    `default-src 'none'; style-src 'sha256-${styleHashOf(page.html)}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`,
  )
})

it.each([
  [PIXEL, 'data:'],
  ['/logo.svg', "'self'"],
])('allows the image of a logo %s from %s [AS-10]', async (logo, source) => {
  const { contentSecurityPolicy, html } = await createPages({ logo }).error(failure)

  expect(contentSecurityPolicy).toContain(`; img-src ${source}; `)
  expect(html).toContain(`src="${logo}"`)
})

it('hashes the style of each theme, whether the digest is immediate or not [AS-10]', async () => {
  const options = { colors: { light: { accent: '#0b6b4f' } } }
  const later = { sha256: (data: Uint8Array | string) => Promise.resolve(createHash('sha256').update(data).digest()) }
  const [now, then] = await Promise.all([
    createPages(options).error(failure),
    createPages(options, later).error(failure),
  ])

  expect(now).toEqual(then)
  expect(now.contentSecurityPolicy).toContain(styleHashOf(now.html))
  expect(now.contentSecurityPolicy).not.toBe((await createPages().error(failure)).contentSecurityPolicy)
})

describe('form-action', () => {
  it.each([
    ['origins', ['https://a.example', 'https://b.example:8443'], "'self' https://a.example https://b.example:8443"],
    ['a loopback origin', ['http://127.0.0.1:3334'], "'self' http://127.0.0.1:3334"],
    ['a private-use scheme', ['cursor:'], "'self' cursor:"],
    ['https of any host, for federated providers', ['https:'], "'self' https:"],
    ['a source twice', ['https://a.example', 'https://a.example'], "'self' https://a.example"],
    ['an IPv6 origin, which only its scheme can name', ['http://[::1]:3334'], "'self' http:"],
  ])('takes %s', async (_case, sources, expected) => {
    expect(await formActionOf(sources)).toBe(expected)
  })

  it.each([
    "https://a.example; script-src 'unsafe-inline'",
    'https://a.example, default-src *',
    'https://a.example https://b.example',
    'https://a.example/path',
    "'unsafe-inline'",
    '*',
    'https://a.example\r\nset-cookie: x=1',
    'javascript:',
    'data:',
    '',
  ])('leaves out %j: what is not listed, the browser stops [AS-10]', async (source) => {
    expect(await formActionOf([source])).toBe("'self'")
  })
})
