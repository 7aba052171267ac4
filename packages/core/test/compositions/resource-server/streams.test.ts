import { describe, expect, it } from 'vitest'
import type { AuditInput } from '../../../src/audit/index.js'
import { createStreams, type Admitted, type StreamsOptions } from '../../../src/compositions/resource-server/index.js'
import { createSessions } from '../../../src/services/sessions/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { HOUR_MS, RESOURCE, tokenWorld } from '../../services/tokens/fixture.js'

/** What has been resolved has been acted upon. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

async function world(options: Partial<StreamsOptions> = {}) {
  const { verifier, revocations, runtime, forge } = await tokenWorld()
  const events: AuditInput[] = []
  const delays = { waiting: 0 }
  const delay: typeof runtime.delay = (ms, signal) => {
    delays.waiting++
    return runtime.delay(ms, signal).finally(() => delays.waiting--)
  }
  const audit = { record: (event: AuditInput) => void events.push(event) }
  const streams = createStreams({ audit, revocations, ...options }, { nowMs: () => runtime.nowMs(), delay })
  let opened = 0

  /** A request with a token of its own, let in a moment ago. */
  async function admitted(claims: Record<string, unknown> = {}, sessionId?: string): Promise<Admitted> {
    const jti = `jti-${String(++opened)}`
    const token = await forge({ claims: { jti, ...claims } })
    const { principal, assertStanding } = await verifier.recognize(token, RESOURCE)
    const headerLines = (name: string) => (name === 'mcp-session-id' && sessionId !== undefined ? [sessionId] : [])
    const facts = { method: 'GET', target: '/mcp', remoteAddress: undefined, headerLines }
    await assertStanding()
    const request = { requestId: jti, maxBodyBytes: 1, address: undefined, headers: [] }
    return { allowed: true, principal, assertStanding: () => assertStanding(), facts, ...request }
  }

  async function open(claims: Record<string, unknown> = {}, sessionId?: string) {
    const request = await admitted(claims, sessionId)
    const stream = { request, closed: 0 }
    streams.watch(request, { running: false, close: () => (stream.closed += 1) })
    await settled()
    return stream
  }

  const pass = async (ms: number): Promise<void> => {
    runtime.advance(ms)
    await settled()
    await settled()
  }
  const reasons = () => events.map((event) => ('reason' in event ? event.reason : undefined))
  return { streams, revocations, runtime, admitted, open, pass, delays, reasons }
}

describe('open streams', () => {
  it('end in the millisecond in which the token runs out, not with the next look [RS-44]', async () => {
    const { open, pass, runtime } = await world()
    const exp = runtime.nowMs() / 1000 + 100
    const late = await open({ exp: exp + 1 })
    const stream = await open({ exp })
    await pass(99_700)
    await pass(299)
    expect(stream.closed).toBe(0)
    await pass(1)
    expect([stream.closed, late.closed]).toEqual([1, 0])
    await pass(HOUR_MS)
    expect([stream.closed, late.closed]).toEqual([1, 1])
  })

  it('are not forgotten when the end of one fails [RS-44]', async () => {
    const { streams, admitted, open, pass } = await world()
    streams.watch(await admitted(), {
      running: false,
      close: () => {
        throw new Error('gone already')
      },
    })
    const other = await open()
    await pass(HOUR_MS)
    expect([other.closed, streams.size]).toEqual([1, 0])
  })

  it('end when they were revoked between the judgement and the answer [RS-44] [F-09]', async () => {
    const { streams, admitted, revocations, runtime, pass } = await world()
    const request = await admitted()
    const expiresAtMs = runtime.nowMs() + HOUR_MS
    await revocations.revoke({ kind: 'jti', id: request.principal.tokenId, expiresAtMs })
    let closed = 0
    streams.watch(request, { running: false, close: () => (closed += 1) })
    await settled()
    await pass(1_000)
    expect(closed).toBe(1)
  })

  it('live on when somebody else is revoked, and when the log was trimmed or replaced [RS-44] [F-09]', async () => {
    const { open, pass, revocations, runtime, reasons } = await world()
    const [one, other] = [await open({ gid: 'g_one' }), await open({ gid: 'g_other' })]
    await pass(1_000)
    const expiresAtMs = runtime.nowMs() + HOUR_MS
    await revocations.revoke({ kind: 'gid', id: 'g_nobody', expiresAtMs })
    await pass(1_000)
    expect([one.closed, other.closed]).toEqual([0, 0])
    // A log that does not know the sequence asked for tells nothing: all are asked about.
    await revocations.changesSince(Infinity)
    await settled()
    expect([one.closed, other.closed]).toEqual([0, 0])
    await revocations.revoke({ kind: 'gid', id: 'g_one', expiresAtMs })
    await settled()
    expect([one.closed, other.closed]).toEqual([1, 0])
    expect(reasons()).toEqual(['stream_revoked'])
  })

  it('may stay for a minute while nobody can ask, and no longer [RS-44]', async () => {
    let down = false
    const base = await tokenWorld()
    const revocations = {
      ...base.revocations,
      seq: () => (down ? Promise.reject(new Error('away')) : base.revocations.seq()),
    }
    const { open, pass, reasons } = await world({ revocations })
    const stream = await open()
    await pass(1_000)
    down = true
    for (let second = 0; second < 60; second++) await pass(1_000)
    expect(stream.closed).toBe(0)
    await pass(1_000)
    expect([stream.closed, ...reasons()]).toEqual([1, 'stream_unchecked'])
  })

  it('may stay for a minute while the store says nothing at all, and no longer [RS-44]', async () => {
    let frozen = false
    const base = await tokenWorld()
    const never = new Promise<number>(() => undefined)
    const revocations = { ...base.revocations, seq: () => (frozen ? never : base.revocations.seq()) }
    const { open, pass, reasons } = await world({ revocations })
    const stream = await open()
    await pass(1_000)
    frozen = true
    for (let second = 0; second < 62; second++) await pass(1_000)
    expect([stream.closed, ...reasons()]).toEqual([1, 'stream_unchecked'])
  })

  it('are bounded: what comes on top is ended, and room is made by an end [RS-44]', async () => {
    const { streams, open, reasons } = await world({ maxStreams: 2 })
    const [first, second, third] = [await open(), await open(), await open()]
    expect([first.closed, second.closed, third.closed, streams.size]).toEqual([0, 0, 1, 2])
    expect(reasons()).toEqual(['stream_limit'])
    streams.release(first.request)
    expect((await open()).closed).toBe(0)
  })

  it('leave neither entries nor a timer behind, and are not ended afterwards [RS-44]', async () => {
    const { streams, open, pass, delays } = await world()
    const all = await Promise.all(Array.from({ length: 200 }, () => open()))
    expect([streams.size, delays.waiting]).toEqual([200, 1])
    for (const { request } of all) streams.release(request)
    await settled()
    expect([streams.size, delays.waiting]).toEqual([0, 0])
    await pass(HOUR_MS)
    expect(all.some(({ closed }) => closed > 0)).toBe(false)
    const again = await open({ exp: 4_000_000_000 })
    expect([again.closed, delays.waiting]).toEqual([0, 1])
  })
})

describe('streams of a session', () => {
  async function sessionWorld() {
    const { records } = memoryStore()
    const audit = { record: () => undefined }
    const [here, elsewhere] = [createSessions({ records }, audit), createSessions({ records }, audit)]
    const made = await world({ sessions: here })
    const { principal } = await made.admitted()
    const owner = { ...principal, address: undefined, userAgent: undefined }
    const [id, other] = [here.newSessionId(), here.newSessionId()]
    for (const each of [id, other]) await here.bind(owner, each)
    return { ...made, here, elsewhere, owner, id, other }
  }

  it('end with it at once in the process that ended it, and no others [RS-44] [F-30]', async () => {
    const { here, owner, id, other, open, reasons } = await sessionWorld()
    const [stream, spared, without] = [await open({}, id), await open({}, other), await open()]
    await here.endNow(owner, id)
    expect([stream.closed, spared.closed, without.closed]).toEqual([1, 0, 0])
    expect(reasons()).toEqual(['stream_session_ended'])
  })

  it('answer the calls that are running, such as the one that ended it [RS-44] [F-31]', async () => {
    const { here, owner, id, admitted, streams, pass, reasons } = await sessionWorld()
    let closed = 0
    streams.watch(await admitted({}, id), { running: true, close: () => (closed += 1) })
    await here.endNow(owner, id, 'rotation')
    for (let second = 0; second < 12; second++) await pass(1_000)
    expect([closed, ...reasons()]).toEqual([0])
  })

  it('end within ten seconds in other processes [RS-44] [F-30]', async () => {
    const { elsewhere, owner, id, other, open, pass } = await sessionWorld()
    const [stream, spared] = [await open({}, id), await open({}, other)]
    await elsewhere.endNow(owner, id)
    for (let second = 0; second < 10; second++) await pass(1_000)
    expect([stream.closed, spared.closed]).toEqual([1, 0])
  })
})
