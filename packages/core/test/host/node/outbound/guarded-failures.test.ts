import { gzipSync, brotliCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { NodeGuardedFetchOptions } from '../../../../src/host/node/index.js'
import { closedOrigin, text, type Answer } from '../../../support/stub-server.js'
import { failure, page, read, redirect, slow } from './page.js'

const bomb = 'a'.repeat(20_000_000)
const never: Answer = () => undefined
const drip: Answer = (response) => {
  response.writeHead(200)
  const timer = setInterval(() => response.write('a'), 20)
  response.on('close', () => clearInterval(timer))
}
const cut: Answer = (response) => {
  response.writeHead(200, { 'content-length': '100' }).write('a')
  setTimeout(() => response.destroy(), 20)
}

const failures: readonly (readonly [string, Answer, string, NodeGuardedFetchOptions?])[] = [
  ['404', text('not here', {}, 404), 'outbound_status'],
  ['500', text('oh', {}, 500), 'outbound_status'],
  ['304', text('', {}, 304), 'outbound_status'],
  ['silence', never, 'outbound_timeout'],
  ['a body that never ends', slow, 'outbound_timeout'],
  ['a body that drips', drip, 'outbound_timeout'],
  ['a body that is cut', cut, 'outbound_interrupted'],
  ['a byte too many', text('a'.repeat(1_001), {}), 'outbound_too_large'],
  ['a byte too many, unannounced', (r) => void r.writeHead(200).end('a'.repeat(1_001)), 'outbound_too_large'],
  ['a gzip bomb', text(gzipSync(bomb), { 'content-encoding': 'gzip' }), 'outbound_too_large'],
  ['a brotli bomb', text(brotliCompressSync(bomb), { 'content-encoding': 'br' }), 'outbound_too_large'],
  ['a bomb in a bomb', text(gzipSync(gzipSync(bomb)), { 'content-encoding': 'gzip, gzip' }), 'outbound_unreachable'],
  ['compression that is none', text('not gzip', { 'content-encoding': 'gzip' }), 'outbound_interrupted'],
  ['compression nobody knows', text('a', { 'content-encoding': 'x-evil' }), 'outbound_unreachable'],
  [
    'another type',
    text('{}', { 'content-type': 'application/json' }),
    'outbound_content_type',
    { contentTypes: ['text/*'] },
  ],
  ['no type', text('{}', {}), 'outbound_content_type', { contentTypes: ['text/html'] }],
  ['a redirect', redirect('/next'), 'outbound_redirect'],
  ['a redirect to metadata', redirect('http://169.254.169.254/latest/'), 'outbound_port', { redirects: 3 }],
  ['a redirect to nowhere', text('', {}, 302), 'outbound_redirect', { redirects: 3 }],
  ['a redirect to itself', redirect('/'), 'outbound_redirect', { redirects: 3 }],
  ['a redirect to a file', redirect('file:///etc/passwd'), 'outbound_url', { redirects: 3 }],
  ['a redirect to a script', redirect('javascript:alert(1)'), 'outbound_url', { redirects: 3 }],
  ['something that is not HTTP', (r) => void r.socket?.end('\0\0\0'), 'outbound_unreachable'],
]

describe('a page that answers with', () => {
  const cases = failures.map(([name, answer, reason, options = {}]) => [name, answer, reason, options] as const)
  it.each(cases)('%s fails as all others do [UR-09] [UR-10] [UR-07]', async (_case, answer, reason, options) => {
    // Short only where time is what fails: machines are busy.
    const timeoutMs = reason === 'outbound_timeout' ? 300 : 10_000
    const { url, fetch, events, stub } = await page(answer, { timeoutMs, maxBytes: 1_000, ...options })
    const error = await failure(read(fetch(url)))
    expect(error).toMatchObject({ name: 'OutboundError', message: 'The address could not be fetched.', reason })
    expect(events).toMatchObject([{ kind: 'outbound.refused', reason }])
    expect(stub.requests.length).toBeLessThanOrEqual(4)
  })

  it('nothing, because nobody is there, fails as all others do [UR-10]', async () => {
    const { port } = new URL(await closedOrigin())
    const { fetch } = await page(never, { allow: { ports: [Number(port)] } })
    expect(await failure(fetch(`http://page.example:${port}/`))).toMatchObject({
      message: 'The address could not be fetched.',
      reason: 'outbound_unreachable',
      cause: { message: 'ECONNREFUSED' },
    })
  })
})
