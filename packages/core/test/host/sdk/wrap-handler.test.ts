import { expect, it } from 'vitest'
import { wrapHandler, type SdkFetchOptions } from '../../../src/host/sdk/index.js'
import { alice, testGuard } from './support.js'

const listenWith = (body: BodyInit) =>
  new Request('https://notes.example/mcp', {
    method: 'POST',
    headers: { 'mcp-method': 'subscriptions/listen', 'content-type': 'application/json' },
    body,
    duplex: 'half',
  } as RequestInit)

const subscription = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'subscriptions/listen',
  params: { notifications: { resourceSubscriptions: ['note://plain'] } },
})

function handler() {
  const bodies: string[] = []
  const guarded = wrapHandler(
    {
      async fetch(request: Request, _options?: SdkFetchOptions) {
        bodies.push(await request.text())
        return new Response('served')
      },
    },
    testGuard().sallyport,
  )
  return { guarded, bodies }
}

it('reads no more of a subscription than the SDK would [ST-63] [UR-09]', async () => {
  let pulled = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++
      controller.enqueue(new Uint8Array(65_536).fill(0x20))
    },
  })
  const { guarded, bodies } = handler()
  const response = await guarded.fetch(listenWith(endless), { authInfo: alice })
  expect([response.status, await response.json()]).toMatchObject([400, { error: { code: -32700 } }])
  expect(pulled).toBeLessThan(80)
  expect(bodies).toEqual([])
})

it('leaves the body of what it lets through unread [ST-63]', async () => {
  const { guarded, bodies } = handler()
  const response = await guarded.fetch(listenWith(subscription), { authInfo: alice })
  expect(await response.text()).toBe('served')
  expect(bodies).toEqual([subscription])
})

it.each(['', '{', subscription.replace('note://plain', 'note://secret')])(
  'serves no subscription that it cannot read or may not allow: %j [ST-63]',
  async (body) => {
    const { guarded, bodies } = handler()
    const response = await guarded.fetch(listenWith(body), { authInfo: alice })
    expect([400, 403]).toContain(response.status)
    expect(bodies).toEqual([])
  },
)
