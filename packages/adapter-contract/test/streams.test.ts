import type { Sallyport } from '@sallyport/core'
import { generateKeySet, parseKeySet } from '@sallyport/core/keys'
import { createRevocations } from '@sallyport/core/revocation'
import { memoryStore, type Store } from '@sallyport/core/store'
import { fakeRuntime } from '@sallyport/core/testing'
import { createTokenIssuer } from '@sallyport/core/tokens'
import { describe, expect, it } from 'vitest'
import { accessToken, callMcp, message, startDeployment, until, type Door } from '../support/index.js'
import { openStream, type Seen } from '../support/open-streams.js'
import { STREAM_DOORS } from '../support/stream-doors.js'

const MINUTE = 60_000
const CALL = message('tools/call', { name: 'notes_list' })

async function start(door: Door) {
  const runtime = fakeRuntime({ nowMs: Date.now(), fetch: (input, init) => fetch(input, init) })
  const store = memoryStore({}, runtime)
  const file = await generateKeySet()
  const app = await startDeployment(door, { runtime, options: { store, keys: { load: () => parseKeySet(file) } } })
  const tokens = [await accessToken(app), await accessToken(app, 'notes:read', 'bob')] as const
  const reasons = () => app.events.flatMap((each) => (each.kind === 'stream.ended' ? [each.reason] : []))
  /** A later token of the same grant, as a refresh gives it. */
  const renewed = async (token: string): Promise<string> => {
    const issuer = createTokenIssuer({ issuer: app.origin, signers: (await parseKeySet(file)).signing }, runtime)
    const { accessToken: later } = await issuer.issue({
      subject: claim(token, 'sub'),
      clientId: claim(token, 'client_id'),
      grantId: claim(token, 'gid'),
      resource: app.endpoint,
      scopes: ['notes:read'],
      roles: [],
      notAfterMs: Infinity,
    })
    return later
  }
  return { app, renewed, runtime, store, alice: tokens[0], bob: tokens[1], reasons }
}

/** Claims of a token of ours. */
function claim(token: string, name: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
  return String(claims[name])
}

const ended = (name: string, ...streams: readonly Seen[]): Promise<void> =>
  until(name, () => streams.every(({ end }) => end !== undefined))

/** It is open, and something still comes. */
async function lives(stream: Seen): Promise<void> {
  const { chunks } = stream
  await until('another event', () => stream.chunks > chunks || stream.end !== undefined)
  expect(stream.end).toBeUndefined()
}

type Revoke = (ports: { sallyport: Sallyport; store: Store; token: string }) => Promise<unknown>

const REVOKED: readonly (readonly [what: string, revoke: Revoke])[] = [
  [
    'its token',
    ({ store, token }) =>
      createRevocations({ log: store.revocations }).revoke({ kind: 'jti', id: claim(token, 'jti'), expiresAtMs: 1 }),
  ],
  ['its grant', ({ sallyport, token }) => sallyport.revoke({ grantId: claim(token, 'gid') })],
  ['its person', ({ sallyport, token }) => sallyport.revoke({ subject: claim(token, 'sub') })],
  ['its client', ({ sallyport, token }) => sallyport.revoke({ clientId: claim(token, 'client_id') })],
]

describe.each(STREAM_DOORS)('streams behind %s', (_name, door) => {
  it('end at exp when they are idle, five minutes later when a call is running [RS-44] [ST-64] [TL-28]', async () => {
    const { app, renewed, runtime, alice, bob, reasons } = await start(door)
    runtime.advance(30 * MINUTE)
    const idle = await openStream(app.endpoint, alice)
    const running = await openStream(app.endpoint, alice, CALL)
    const other = await openStream(app.endpoint, await renewed(bob))
    expect([idle.status, running.status, other.status]).toEqual([200, 200, 200])
    runtime.advance(30 * MINUTE - 2_000)
    await lives(idle)
    runtime.advance(2_000)
    await ended('the idle stream', idle)
    expect(idle.end).toBe('orderly')
    await Promise.all([lives(running), lives(other)])

    // In time for a call by the allowed clock difference, but not for a stream that would end at once.
    expect((await openStream(app.endpoint, alice)).status).toBe(401)
    runtime.advance(5 * MINUTE - 2_000)
    await lives(running)
    runtime.advance(2_000)
    await ended('the running call', running)
    await lives(other)
    const again = await openStream(app.endpoint, await renewed(alice))
    await lives(again)
    expect(reasons()).toEqual(['stream_expired', 'stream_expired'])
  })

  it.each(REVOKED)(
    'end when %s is revoked, at once or with the next look, and no others [RS-44] [F-09]',
    async (_what, revoke) => {
      const { app, runtime, store, alice, bob, reasons } = await start(door)
      const streams = [await openStream(app.endpoint, alice), await openStream(app.endpoint, alice, CALL)]
      const other = await openStream(app.endpoint, bob)
      await revoke({ sallyport: app.sallyport, store, token: alice })
      runtime.advance(1_000)
      await ended('the streams of alice', ...streams)
      await lives(other)
      expect(reasons()).toEqual(['stream_revoked', 'stream_revoked'])
      expect((await openStream(app.endpoint, alice)).status).toBe(401)
    },
  )

  it('end at once in the process that revoked, without a look at the clock [RS-44] [F-09]', async () => {
    const { app, alice } = await start(door)
    const stream = await openStream(app.endpoint, alice)
    await app.sallyport.revoke({ subject: claim(alice, 'sub') })
    await ended('the stream', stream)
  })

  it('end when another process revoked and this one is asked for anything [RS-44] [F-09]', async () => {
    const { app, store, alice, bob } = await start(door)
    const stream = await openStream(app.endpoint, alice)
    await lives(stream)
    const id = claim(alice, 'jti')
    await createRevocations({ log: store.revocations }).revoke({ kind: 'jti', id, expiresAtMs: Date.now() + MINUTE })
    await lives(stream)
    const other = await openStream(app.endpoint, bob, CALL)
    await ended('the stream', stream)
    await lives(other)
  })

  it('end with the deployment, and leave nothing behind [RS-44]', async () => {
    const { app, alice, reasons } = await start(door)
    const stream = await openStream(app.endpoint, alice)
    await app.sallyport.close()
    await ended('the stream', stream)
    expect(reasons()).toEqual(['stream_closing'])
  })
})

it('keeps no timer while no stream is open, and none for ordinary answers', async () => {
  const runtime = fakeRuntime({ nowMs: Date.now(), fetch: (input, init) => fetch(input, init) })
  let waiting = 0
  const delay: typeof runtime.delay = (ms, signal) => {
    waiting++
    return runtime.delay(ms, signal).finally(() => waiting--)
  }
  const app = await startDeployment((sallyport) => (STREAM_DOORS[1]?.[1] ?? expect.fail())(sallyport), {
    runtime: { ...runtime, delay },
  })
  const token = await accessToken(app)
  const before = waiting
  expect((await callMcp(app, undefined)).status).toBe(401)
  expect(waiting).toBe(before)
  const stop = new AbortController()
  const answer = await fetch(app.endpoint, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
    signal: stop.signal,
  })
  expect(answer.status).toBe(200)
  await until('a look is due', () => waiting === before + 1)
  stop.abort()
  await until('nothing is due', () => waiting === before)
})
