import { describe, expect, it } from 'vitest'
import type { RuntimeFetchInit } from '../../../src/foundation/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { guardedFetch, type GuardedFetchOptions } from '../../../src/primitives/outbound/index.js'

/** A host that opens no connections itself: a worker, with answers in turn. */
function worker(options: GuardedFetchOptions, ...answers: readonly (Response | Promise<Response>)[]) {
  const asked: { url: string; init: RuntimeFetchInit }[] = []
  const runtime = fakeRuntime({
    fetch: (input, init = {}) => {
      asked.push({ url: String(input), init })
      return Promise.resolve(answers[asked.length - 1] ?? new Response('here'))
    },
  })
  return { asked, runtime, fetch: guardedFetch(options, runtime) }
}

const redirect = (location: string, status = 302) => new Response(null, { status, headers: { location } })
const both = { schemes: ['https', 'http'] } as const

describe('a guarded fetch on any host', () => {
  it('refuses what is written in a URL, also where names cannot be pinned [UR-04] [UR-05]', async () => {
    const { asked, fetch } = worker({ allow: both })
    const urls = [
      'https://10.0.0.1/',
      'https://[::1]/',
      'https://0x7f.1/',
      'http://localhost/',
      'https://metadata.google.internal/',
    ]
    for (const url of urls) await expect(fetch(url)).rejects.toMatchObject({ code: 'ERR_OUTBOUND' })
    expect(asked).toEqual([])
  })

  it('tells the host which addresses it may connect to, and to follow nothing [UR-06] [UR-07]', async () => {
    const { asked, fetch } = worker({ allowPrivate: ['10.1.0.0/16'] })
    await fetch('https://www.example.com/a?b#c')
    const [{ url, init } = { url: '', init: {} }] = asked
    expect([url, init.redirect, init.method]).toEqual(['https://www.example.com/a?b', 'manual', 'GET'])
    const admitted = ['1.1.1.1', '10.1.0.1', '10.2.0.1', '127.0.0.1', '169.254.169.254'].map((one) =>
      init.admitsAddress?.(one),
    )
    expect(admitted).toEqual([true, true, false, false, false])
  })

  it.each([
    ['from https to http', 'http://www.example.com/'],
    ['to nothing', ''],
    ['to what is no URL', 'https://'],
  ])('does not follow a redirect %s [UR-07] [UR-03]', async (_case, location) => {
    const first = location === '' ? new Response(null, { status: 302 }) : redirect(location)
    const { asked, fetch } = worker({ allow: both, redirects: 3 }, first)
    await expect(fetch('https://www.example.com/')).rejects.toMatchObject({ reason: 'outbound_redirect' })
    expect(asked).toHaveLength(1)
  })

  it.each([301, 302, 303, 307, 308])(
    'follows %i where redirects are allowed, at most as often as allowed [UR-07]',
    async (status) => {
      const twice = () => [redirect('/one', status), redirect('https://other.example.com/two', status)]
      const { asked, fetch } = worker({ redirects: 2 }, ...twice())
      expect(await (await fetch('https://www.example.com/')).text()).toBe('here')
      expect(asked.map(({ url }) => url).slice(1)).toEqual([
        'https://www.example.com/one',
        'https://other.example.com/two',
      ])
      await expect(worker({ redirects: 1 }, ...twice()).fetch('https://www.example.com/')).rejects.toMatchObject({
        reason: 'outbound_redirect',
      })
    },
  )

  it('does not follow what it cannot see: browsers hide where a redirect leads [UR-07]', async () => {
    const hidden = Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' })
    await expect(worker({ redirects: 3 }, hidden).fetch('https://www.example.com/')).rejects.toMatchObject({
      reason: 'outbound_redirect',
    })
  })

  it('gives up when the time is over, during the answer too [UR-09]', async () => {
    let stop: (() => void) | undefined
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(1))
        stop = () => controller.close()
      },
    })
    const { runtime, fetch } = worker({ timeoutMs: 1_000 }, new Response(body))
    const reader = (await fetch('https://www.example.com/')).body?.getReader()
    expect((await reader?.read())?.value).toHaveLength(1)
    runtime.advance(1_000)
    await Promise.resolve()
    stop?.()
    await expect(reader?.read()).rejects.toMatchObject({ code: 'ERR_OUTBOUND', reason: 'outbound_timeout' })
  })

  it('lets an origin be asked again when its bucket has filled [UR-09]', async () => {
    const { runtime, fetch } = worker({ perOrigin: { burst: 2, intervalMs: 1_000 } })
    const ask = async () => (await fetch('https://www.example.com/')).text()
    await ask()
    await ask()
    await expect(ask()).rejects.toMatchObject({ reason: 'outbound_rate' })
    expect(await (await fetch('https://other.example.com/')).text()).toBe('here')
    runtime.advance(1_000)
    await ask()
    await expect(ask()).rejects.toMatchObject({ reason: 'outbound_rate' })
  })

  it('believes a length that is too large, and does not read [UR-09]', async () => {
    const { fetch } = worker({ maxBytes: 10 }, new Response('short', { headers: { 'content-length': '11' } }))
    await expect(fetch('https://www.example.com/')).rejects.toMatchObject({ reason: 'outbound_too_large' })
  })

  it('takes a body of exactly the size that is allowed [UR-09]', async () => {
    expect(await (await worker({ maxBytes: 4 }).fetch('https://www.example.com/')).text()).toBe('here')
    const { fetch } = worker({ maxBytes: 3 })
    await expect((await fetch('https://www.example.com/')).text()).rejects.toMatchObject({
      reason: 'outbound_too_large',
    })
  })
})
