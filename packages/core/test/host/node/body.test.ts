import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readBody } from '../../../src/host/node/body.js'

const request = (headers = {}): IncomingMessage => ({ headers }) as IncomingMessage

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const listeners = (payload: PassThrough): number[] => ['data', 'close'].map((event) => payload.listenerCount(event))

it('gives up a body that does not come to an end within five minutes [ST-15] [F-90]', async () => {
  const payload = new PassThrough()
  const before = listeners(payload)
  const read = readBody(request(), 1_000, payload)
  for (let minute = 0; minute < 5; minute++) {
    payload.write(' ')
    await vi.advanceTimersByTimeAsync(60_000)
  }
  expect(await read).toEqual({ kind: 'problem', problem: 'aborted' })
  expect(listeners(payload)).toEqual(before)
})

it('leaves neither a timer nor a listener behind, however a body ends [ST-64]', async () => {
  const ends: readonly ((payload: PassThrough) => unknown)[] = [
    (payload) => payload.end('{}'),
    (payload) => payload.end('x'.repeat(2_000)),
    (payload) => payload.destroy(),
    (payload) => payload.destroy(new Error('gone')),
  ]
  for (const end of ends) {
    const payload = new PassThrough()
    const before = listeners(payload)
    const read = readBody(request(), 1_000, payload)
    end(payload)
    await read
    expect([vi.getTimerCount(), listeners(payload)]).toEqual([0, before])
  }
})
