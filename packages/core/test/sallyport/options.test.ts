import { describe, expect, it } from 'vitest'
import { createSallyport, oidcUpstream } from '../../src/index.js'
import { options, ORIGIN, sallyportWith } from './support.js'

const own = options().authorizationServer
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(options()).filter(([name]) => !names.includes(name)))

describe('createSallyport', () => {
  it.each([
    ['nothing', {}, 'operations'],
    ['no resource', without('resource'), 'resource'],
    ['resource and resources', { ...options(), resources: { a: 'https://a.example/mcp' } }, 'resource'],
    ['a resource that is no URL', { ...options(), resource: 'notes' }, 'resource'],
    ['a resource on plain http [RS-06] [F-19]', { ...options(), resource: 'http://notes.example.com/mcp' }, 'resource'],
    [
      'a loopback resource on http without saying so [F-19]',
      { ...options(), resource: 'http://127.0.0.1:1/mcp' },
      'resource',
    ],
    ['a resource with a fragment [RS-06]', { ...options(), resource: `${ORIGIN}/mcp#x` }, 'resource'],
    ['nobody who issues tokens [RS-02]', without('authorizationServer', 'keys'), 'authorizationServer'],
    [
      'a trusted issuer on plain http [F-19] [RS-02]',
      { ...options(), trustedIssuers: [{ issuer: 'http://as.example', jwksUri: 'https://as.example/jwks' }] },
      'trustedIssuers',
    ],
    [
      'keys of a trusted issuer on plain http [F-19] [RS-32]',
      { ...options(), trustedIssuers: [{ issuer: 'https://as.example', jwksUri: 'http://as.example/jwks' }] },
      'trustedIssuers',
    ],
    [
      'keys of a trusted issuer on http of this machine without saying so [F-19]',
      { ...options(), trustedIssuers: [{ issuer: 'https://as.example', jwksUri: 'http://127.0.0.1:1/jwks' }] },
      'trustedIssuers',
    ],
    [
      'a trusted issuer that is no URL [RS-02]',
      { ...options(), trustedIssuers: [{ issuer: 'as.example', jwksUri: 'https://as.example/jwks' }] },
      'trustedIssuers',
    ],
    [
      'an upstream provider on plain http [F-19] [AS-05]',
      () => oidcUpstream({ issuer: 'http://login.example', clientId: 'c' }),
      'issuer',
    ],
    ['no keys', without('keys'), 'keys'],
    ['no store', without('store'), 'store'],
    ['a misspelt option', { ...options(), operation: {} }, 'operation'],
    ['an operation key that never matches', { ...options(), operations: { 'tool/x': [] } }, 'tool/x'],
    ['a scope outside the grammar [RS-68]', { ...options(), operations: { default: ['a b'] } }, 'operations'],
    [
      'offline_access as a permission [RS-09]',
      { ...options(), operations: { default: ['offline_access'] } },
      'operations',
    ],
    [
      'an issuer with a trailing slash [AS-03]',
      { ...options(), authorizationServer: { ...own, issuer: `${ORIGIN}/` } },
      'issuer',
    ],
    [
      'an issuer on http [AS-05]',
      { ...options(), authorizationServer: { ...own, issuer: 'http://notes.example.com' } },
      'issuer',
    ],
    [
      'an upstream that is a URL',
      { ...options(), authorizationServer: { ...own, upstream: 'https://login.example' } },
      'upstream',
    ],
    ['a proxy range that holds everybody', { ...options(), trustProxy: ['0.0.0.0/0'] }, 'trustProxy'],
    ['a hop count for trustProxy [F-19]', { ...options(), trustProxy: 1 }, 'trustProxy'],
    [
      'colours nobody can read [F-15]',
      { ...options(), authorizationServer: { ...own, pages: { colors: { light: { text: '#fefefe' } } } } },
      'colors',
    ],
    [
      'a dangerous private-use scheme [AS-22]',
      { ...options(), authorizationServer: { ...own, registration: { privateUseSchemes: ['javascript'] } } },
      'privateUseSchemes',
    ],
  ])('refuses %s', (_case, wrong, option) => {
    const attempt = () => createSallyport((typeof wrong === 'function' ? wrong() : wrong) as never)
    expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }) as Error)
    expect(attempt).toThrow(option)
  })

  it('is not changed by what the caller does with the options later', async () => {
    const given = { ...options(), allowedOrigins: ['https://app.example'] }
    const sallyport = createSallyport(given)
    given.allowedOrigins.push('https://evil.example')
    const facts = {
      method: 'OPTIONS',
      target: '/mcp',
      remoteAddress: undefined,
      headerLines: () => ['https://evil.example'],
    }
    expect(await sallyport.gate().admit(facts)).toMatchObject({ allowed: false, reply: { status: 403 } })
  })

  it('announces every dangerous switch in the audit log [F-19]', () => {
    const seen: unknown[] = []
    sallyportWith({
      audit: [{ write: (event) => void seen.push(event) }],
      unsafelyAllowHttpLoopback: true,
      unsafelyExposeToken: true,
      authorizationServer: {
        issuer: ORIGIN,
        upstream: oidcUpstream({ issuer: 'http://127.0.0.1:9', clientId: 'c', unsafelyAllowHttpLoopback: true }),
      },
    })
    const names = (seen as { kind: string; option?: string }[]).filter(({ kind }) => kind === 'unsafe.enabled')
    expect(names.map(({ option }) => option)).toEqual(
      expect.arrayContaining([
        'unsafelyAllowHttpLoopback',
        'unsafelyExposeToken',
        'upstream.unsafelyAllowHttpLoopback',
      ]),
    )
  })

  it('warns of scopes that say everything [RS-10]', () => {
    const seen: unknown[] = []
    sallyportWith({ operations: { default: ['notes:*'] }, audit: [{ write: (event) => void seen.push(event) }] })
    expect(seen).toContainEqual(expect.objectContaining({ kind: 'config.warned', option: 'scopes' }))
  })
})
