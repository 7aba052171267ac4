import { describe, expect, it } from 'vitest'
import { createHostCheck } from '../../../src/policy/transport/index.js'
import { facts } from './facts.js'

const local = createHostCheck({ resource: 'http://127.0.0.1:3000/mcp' })
const strict = createHostCheck({ resource: 'https://mcp.example.com/mcp', allowedHosts: ['inner', 'lb.example:8080'] })

describe('createHostCheck', () => {
  it.each([
    ['evil.example'],
    ['evil.example:3000'],
    ['127.0.0.1.evil.example'],
    ['localhost.evil.example:3000'],
    ['evil.example:localhost'],
    ['localhost@evil.example'],
    ['127.0.0.2'],
    ['127.1'],
    ['0.0.0.0:3000'],
    ['[::]:3000'],
    ['localhost.'],
  ])('refuses the name %s on a loopback resource [ST-04]', (host) => {
    expect(local(facts({ host }))).toMatchObject({ ok: false, status: 403 })
  })

  it.each([
    ['no header', []],
    ['an empty header', ['']],
    ['two headers', ['localhost:3000', 'evil.example']],
    ['the same header twice', ['localhost', 'localhost']],
    ['a list', ['localhost, evil.example']],
    ['a space', ['local host']],
    ['a path', ['localhost/x']],
    ['a port that is none', ['localhost:x']],
    ['an address without brackets', ['::1']],
  ])('refuses %s on a loopback resource [ST-04]', (_case, host) => {
    expect(local(facts({ host }))).toEqual({ ok: false, status: 403, reason: 'host_malformed' })
  })

  it('is not fooled by a forwarded name [ST-04]', () => {
    expect(local(facts({ host: 'evil.example', 'x-forwarded-host': 'localhost' }))).toMatchObject({ ok: false })
    expect(local(facts({ host: 'localhost', 'x-forwarded-host': 'evil.example' }))).toEqual({ ok: true })
  })

  it.each([['localhost:3000'], ['LOCALHOST:4000'], ['localhost'], ['127.0.0.1:3000'], ['[::1]:9']])(
    'lets %s through on a loopback resource [ST-04]',
    (host) => {
      expect(local(facts({ host }))).toEqual({ ok: true })
    },
  )

  it.each([['evil.example'], ['lb.example'], ['lb.example:80'], ['localhost:3000'], ['x.inner']])(
    'refuses %s where allowedHosts names others [ST-04]',
    (host) => {
      expect(strict(facts({ host }))).toEqual({ ok: false, status: 403, reason: 'host_not_allowed' })
    },
  )

  it.each([
    ['mcp.example.com'],
    ['MCP.example.com'],
    ['mcp.example.com:443'],
    ['inner'],
    ['inner:1234'],
    ['lb.example:8080'],
  ])('lets %s through where it is the resource or named [ST-04]', (host) => {
    expect(strict(facts({ host }))).toEqual({ ok: true })
  })

  it('knows the resource by its port too', () => {
    const check = createHostCheck({ resource: 'https://mcp.example.com:8443/mcp', allowedHosts: [] })
    expect(check(facts({ host: 'mcp.example.com:8443' }))).toEqual({ ok: true })
    expect(check(facts({ host: 'mcp.example.com' }))).toMatchObject({ ok: false })
  })

  it('leaves the name to the proxy in front of a public resource', () => {
    const check = createHostCheck({ resource: 'https://mcp.example.com/mcp' })
    expect(check(facts({ host: 'pod-7.internal' }))).toEqual({ ok: true })
  })

  it.each([['https://mcp.example.com'], ['a b'], ['*'], ['*.example.com'], ['mcp.example.com/'], ['']])(
    'refuses the configuration %j [ST-04]',
    (entry) => {
      expect(() => createHostCheck({ resource: 'https://h.example', allowedHosts: [entry] })).toThrow(
        expect.objectContaining({ code: 'ERR_CONFIG', option: 'allowedHosts' }),
      )
    },
  )
})
