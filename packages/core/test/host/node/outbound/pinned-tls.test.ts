import { afterEach, describe, expect, it, vi } from 'vitest'
import { pinnedFetch } from '../../../../src/host/node/index.js'
import { testAuthority, tlsServer } from './tls-server.js'

const resolve = () => Promise.resolve(['127.0.0.1'])
const allowPrivate = ['127.0.0.1']
const ca = testAuthority

afterEach(() => vi.unstubAllEnvs())

describe('a pinned request over TLS', () => {
  it('keeps the name in SNI, Host and the certificate check [UR-06]', async () => {
    const { port, names } = await tlsServer((response) => response.end('hello'))
    const fetch = pinnedFetch({ resolve, allowPrivate, ca })

    const response = await fetch(`https://pinned.example:${String(port)}/`)

    expect(await response.text()).toBe('hello')
    expect(names).toEqual([{ sni: 'pinned.example', host: `pinned.example:${String(port)}` }])
  })

  it('takes no name from a header [UR-06] [UR-16]', async () => {
    const { port, names } = await tlsServer((response) => response.end())
    const headers = {
      host: 'other.example',
      'content-length': '7',
      'transfer-encoding': 'chunked',
      connection: 'upgrade',
    }
    await pinnedFetch({ resolve, allowPrivate, ca })(`https://pinned.example:${String(port)}/`, { headers })
    expect(names).toEqual([{ sni: 'pinned.example', host: `pinned.example:${String(port)}` }])
  })

  it('to an address checks the certificate for the address', async () => {
    const { port, names } = await tlsServer((response) => response.end())
    await pinnedFetch({ resolve, allowPrivate, ca })(`https://127.0.0.1:${String(port)}/`)
    expect(names).toEqual([{ sni: false, host: `127.0.0.1:${String(port)}` }])
  })

  it.each([
    ['the certificate of another name', 'other.example', ca, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['a certificate of nobody', 'pinned.example', undefined, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('fails for %s, whatever the environment says [UR-06]', async (_case, name, authority, code) => {
    const { port, names } = await tlsServer((response) => response.end())
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const attempt = pinnedFetch({ resolve, allowPrivate, ca: authority })(`https://${name}:${String(port)}/`)
    await expect(attempt).rejects.toMatchObject({ code })
    expect(names).toEqual([])
  })

  it('speaks no plain http where TLS was asked for, and the other way round', async () => {
    const { port, names } = await tlsServer((response) => response.end())
    const attempt = pinnedFetch({ resolve, allowPrivate, ca })(`http://pinned.example:${String(port)}/`)
    await expect(attempt).rejects.toThrow()
    expect(names).toEqual([])
  })

  it('is kept open for the next one, per name: the certificate of one does not vouch for another [UR-06]', async () => {
    const ports = new Set<number | undefined>()
    const { port } = await tlsServer((response, request) => {
      ports.add(request.socket.remotePort)
      response.end('hello')
    })
    const fetch = pinnedFetch({ resolve, allowPrivate, ca })
    for (let index = 0; index < 3; index++) await (await fetch(`https://pinned.example:${String(port)}/`)).text()
    expect(ports.size).toBe(1)
    await expect(fetch(`https://other.example:${String(port)}/`)).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  })
})
