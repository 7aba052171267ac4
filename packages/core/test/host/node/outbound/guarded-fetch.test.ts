import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { guardedFetch, type NodeGuardedFetchOptions } from '../../../../src/host/node/index.js'
import { stubServer, text, type StubServer } from '../../../support/stub-server.js'
import { connection, failure, page, read, redirect, slow } from './page.js'

describe('redirects', () => {
  const metadata = [
    'http://169.254.169.254/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://2852039166/',
    '//169.254.169.254/',
    'http://metadata.google.internal/',
    'http://127.0.0.2/',
    'http://inside.example/',
    'http:/\\169.254.169.254/',
    'http://page.example@169.254.169.254/',
  ]
  it.each(metadata)('to %s are not followed [UR-07] [UR-04]', async (location) => {
    const { url, stub } = await page(redirect(location))
    const resolve = (name: string) => Promise.resolve([name === 'inside.example' ? '10.0.0.1' : '127.0.0.1'])
    const port = Number(new URL(url).port)
    const allow = { schemes: ['http'], ports: [80, port] } as const
    const fetch = guardedFetch({ allow, allowPrivate: ['127.0.0.1'], redirects: 5, connection: { resolve } })
    const error = await failure(fetch(url))
    expect(error).toHaveProperty('reason', expect.stringMatching(/^outbound_(address|url)$/))
    expect(stub.requests).toHaveLength(1)
  })

  it('are followed as often as allowed, and say where they ended [UR-07]', async () => {
    const { url, fetch, stub } = await page(redirect('/one'), { redirects: 2 })
    stub.on('/one', redirect('two#fragment', 307))
    stub.on('/two', text('here', {}))
    const response = await fetch(url)
    expect(await response.text()).toBe('here')
    expect(response.url).toBe(new URL('/two', url).href)
    stub.on('/two', redirect('/three'))
    await expect(fetch(url)).rejects.toMatchObject({ reason: 'outbound_redirect' })
  })

  it('take no credentials to another origin [UR-07] [UR-10]', async () => {
    const other = await stubServer()
    other.on('/', text('here', {}))
    const elsewhere = other.origin.replace('127.0.0.1', 'other.example')
    const { url, stub } = await page(redirect('/same'))
    stub.on('/same', redirect(`${elsewhere}/`))
    const ports = [url, elsewhere].map((one) => Number(new URL(one).port))
    const allow = { schemes: ['http'], ports } as const
    const fetch = guardedFetch({ allow, allowPrivate: ['127.0.0.1'], redirects: 5, connection })

    const headers = { authorization: 'Bearer a', cookie: 'a=b', 'x-api-key': 'c', 'accept-language': 'de' }
    await fetch(url, { headers })

    expect(stub.requests).toMatchObject([{ headers }, { headers }])
    const received = other.requests[0]?.headers ?? {}
    expect(received['accept-language']).toBe('de')
    for (const name of ['authorization', 'cookie', 'x-api-key', 'referer']) expect(received).not.toHaveProperty(name)
  })

  it('of a request that changes something are not followed [UR-07]', async () => {
    const { url, fetch } = await page(redirect('/next', 307), { redirects: 3, allow: { methods: ['POST'] } })
    await expect(fetch(url, { method: 'POST', body: 'a' })).rejects.toMatchObject({ reason: 'outbound_redirect' })
  })
})

describe('what is allowed', () => {
  it.each([
    ['another host', { hosts: ['docs.example', '*.docs.example'] }, undefined, 'outbound_host'],
    ['another port', { ports: [443] }, undefined, 'outbound_port'],
    ['another scheme', { schemes: ['https'] as const }, undefined, 'outbound_url'],
    ['another method', {}, 'POST', 'outbound_method'],
    ['a method in small letters', {}, 'delete', 'outbound_method'],
    ['a method of one’s own', {}, 'TRACE', 'outbound_method'],
  ])('leaves out %s, before a name is looked up [F-71]', async (_case, allow, method, reason) => {
    const { url, fetch, stub } = await page(text('here', {}), { allow })
    await expect(fetch(url, method === undefined ? {} : { method })).rejects.toMatchObject({ reason })
    expect(stub.requests).toHaveLength(0)
  })

  it('by default is https on its own port [UR-03] [F-71]', async () => {
    const fetch = guardedFetch({ connection: { resolve: () => Promise.resolve([]) } })
    await expect(fetch('http://www.example.com/')).rejects.toMatchObject({ reason: 'outbound_url' })
    await expect(fetch('https://www.example.com:8443/')).rejects.toMatchObject({ reason: 'outbound_port' })
    await expect(fetch('https://www.example.com:443/')).rejects.toMatchObject({ reason: 'outbound_unreachable' })
  })

  it.each([
    [{ allow: { hosts: ['https://a.example'] } }, 'no host'],
    [{ allow: { ports: [0] } }, 'guardedFetch: allow.ports'],
    [{ allow: { schemes: ['ftp'] } }, 'guardedFetch: allow.schemes'],
    [{ allowPrivate: ['0.0.0.0/0'] }, 'guardedFetch: allowPrivate'],
    [{ redirects: 11 }, 'guardedFetch: redirects'],
    [{ contentTypes: ['text'] }, 'guardedFetch: contentTypes'],
    [{ maxByte: 1 }, 'no such option'],
  ])('refuses the options %j', (options, problem) => {
    expect(() => guardedFetch(options as NodeGuardedFetchOptions)).toThrow(problem)
  })

  it('hands out error statuses when it is told to', async () => {
    const { url, fetch } = await page(text('gone', {}, 410), { errorStatuses: 'return' })
    const response = await fetch(url)
    expect([response.status, await response.text()]).toEqual([410, 'gone'])
  })
})

describe('at the same time', () => {
  const options = { maxConcurrent: 3, perOrigin: { burst: 100, intervalMs: 1 } }
  const waiting = async (stub: StubServer, count: number) => {
    while (stub.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  it('as many requests are under way as may be, of fifty, and their places come back [UR-09]', async () => {
    const open: (() => void)[] = []
    const { url, fetch, stub } = await page((response) => void open.push(() => response.end('here')), options)
    const all = Promise.allSettled(Array.from({ length: 50 }, () => read(fetch(url))))
    await waiting(stub, 3)
    for (const finish of open.splice(0)) finish()
    const results = await all
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    const reasons = results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { reason: string }).reason] : [],
    )
    expect(new Set(reasons)).toEqual(new Set(['outbound_busy']))
    expect(stub.requests).toHaveLength(3)

    stub.on('/', text('again', {}))
    for (let index = 0; index < 9; index++) expect(await read(fetch(url))).toBe('again')
  })

  it.each([
    ['whose body is thrown away', async (response: Response) => response.body?.cancel()],
    ['whose body fails', (response: Response) => failure(response.text())],
    ['whose body is left alone', () => new Promise((resolve) => setTimeout(resolve, 1_300))],
  ])('an answer %s gives its place back [UR-09]', async (_case, leave) => {
    const { url, fetch } = await page(slow, { ...options, maxConcurrent: 1, timeoutMs: 1_000 })
    await leave(await fetch(url))
    await leave(await fetch(url))
  })

  it('one origin is asked as often as it may be [UR-09]', async () => {
    const { url, fetch, stub } = await page(text('here', {}), {
      perOrigin: { burst: 5, intervalMs: 60_000 },
      maxConcurrent: 50,
    })
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => read(fetch(url))))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    await expect(fetch(url)).rejects.toMatchObject({ reason: 'outbound_rate' })
    expect(stub.requests).toHaveLength(5)
  })
})

describe('a caller that gives up', () => {
  it('hears its own reason, before the answer and within it', async () => {
    const { url, fetch, events } = await page(slow)
    const stopped = new AbortController()
    const body = (await fetch(url, { signal: stopped.signal })).text()
    stopped.abort(new Error('cancelled by the client'))
    await expect(body).rejects.toThrow('cancelled by the client')
    await expect(fetch(url, { signal: stopped.signal })).rejects.toThrow('cancelled by the client')
    expect(events).toEqual([])
  })
})

it('reads what it may: decompressed, with its header and without a fragment in the request', async () => {
  const body = 'ü'.repeat(400)
  const { url, fetch, stub } = await page(
    text(gzipSync(body), { 'content-encoding': 'gzip', 'content-type': 'text/plain' }),
    {
      maxBytes: 800,
      contentTypes: ['text/plain'],
    },
  )
  const response = await fetch(`${url}#part`)
  expect(await response.text()).toBe(body)
  expect(response.headers.get('content-type')).toBe('text/plain')
  expect(response.headers.get('content-encoding')).toBeNull()
  expect(stub.requests[0]?.path).toBe('/')
})
