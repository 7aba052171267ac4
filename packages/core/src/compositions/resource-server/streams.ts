import type { Auditor } from '../../audit/index.js'
import { systemRuntime, type Runtime } from '../../foundation/index.js'
import type { Principal } from '../../policy/access/index.js'
import type { Revocations } from '../../primitives/revocation/index.js'
import type { Sessions } from '../../services/sessions/index.js'
import { createStanding } from './stream-standing.js'
import type { Admitted } from './types.js'

/** A look at log and deadlines while streams are open. */
const LOOK_MS = 1_000
/** So long may a call that was begun in time go on after its token has run out (RS-44). */
const RUNNING_MS = 5 * 60_000

export interface StreamsOptions {
  readonly audit: Auditor
  /** Ends streams of what was revoked. Default: they end with their token only. */
  readonly revocations?: Pick<Revocations, 'seq' | 'changesSince' | 'onChanges'>
  /** Ends idle streams of sessions that have ended. */
  readonly sessions?: Pick<Sessions, 'publicId' | 'onEnded' | 'alive'>
  /** Largest number of open streams; what comes on top is closed at once. Default 10 000. */
  readonly maxStreams?: number
}

/** Why a stream was ended, for the audit log. */
export interface StreamEnd {
  readonly reason:
    | 'stream_expired'
    | 'stream_revoked'
    | 'stream_session_ended'
    | 'stream_unchecked'
    | 'stream_limit'
    | 'stream_closing'
}

/** An answer that stays open. */
export interface OpenStream {
  readonly principal: Principal
  readonly requestId: string
  /** Names the session that it ends with, without opening it; `undefined` for none. */
  session: string | undefined
  readonly closeAtMs: number
  readonly assertStanding: () => unknown
  readonly close: () => void
}

/** The open streams of one process. */
export interface Streams {
  readonly size: number
  /**
   * From now on the stream is ended when its time is over or its token is revoked. `close` is called once, later, and must
   * end the answer in a way that the client takes for an end. `running`: a call is being answered, which may be finished.
   */
  watch(admitted: Admitted, stream: { readonly running: boolean; readonly close: () => void }): void
  /** It has ended by itself. */
  release(admitted: Admitted): void
  /** Whether it is too late to open one: the token has run out, whatever the allowed clock difference. */
  isOver(principal: Principal): boolean
  /** Ends all of them. */
  end(): void
}

/**
 * Creates the register of open streams. Whatever was asked of a stream when it was opened, it asks again: at `exp` idle ones
 * end and running calls five minutes later; a revocation ends both, at once where this process hears of it, and within a
 * second where another one made it. There is no timer while no stream is open.
 */
export function createStreams(
  options: StreamsOptions,
  runtime: Pick<Runtime, 'nowMs' | 'delay'> = systemRuntime,
): Streams {
  const { audit, sessions, maxStreams = 10_000 } = options
  const open = new Map<Admitted, OpenStream>()
  const standing = createStanding(options, { open, end }, runtime)
  let alarm = new AbortController()
  let wakeAtMs = Infinity
  let running = false

  function note({ principal, requestId }: Pick<OpenStream, 'principal' | 'requestId'>, { reason }: StreamEnd): void {
    const { subject, clientId, resource, grantId, tokenId } = principal
    const who = { requestId, subject, clientId, resource, tokenId, ...(grantId !== undefined && { grantId }) }
    audit.record({ kind: 'stream.ended', outcome: 'noted', reason, ...who })
  }

  function nameSession(stream: OpenStream, { principal, facts }: Admitted): void {
    const [sessionId] = facts.headerLines('mcp-session-id')
    const name = sessionId === undefined ? undefined : sessions?.publicId(principal, sessionId)
    if (name instanceof Promise) void name.then((text) => (stream.session = text))
    else stream.session = name
  }

  function closeQuietly(close: () => void): void {
    try {
      close()
    } catch {
      // What cannot be ended has ended.
    }
  }

  function end(admitted: Admitted, why: StreamEnd): void {
    const stream = open.get(admitted)
    if (stream === undefined) return
    release(admitted)
    note(stream, why)
    closeQuietly(stream.close)
  }

  function release(admitted: Admitted): void {
    if (!open.delete(admitted)) return
    standing.forget(admitted)
    if (open.size === 0) alarm.abort()
  }

  /** @returns when the next one is due, at most a look from now */
  function endExpired(): number {
    const nowMs = runtime.nowMs()
    let next = nowMs + LOOK_MS
    for (const [admitted, { closeAtMs }] of open) {
      if (closeAtMs <= nowMs) end(admitted, { reason: 'stream_expired' })
      else next = Math.min(next, closeAtMs)
    }
    return next
  }

  async function run(): Promise<void> {
    while (open.size > 0) {
      wakeAtMs = endExpired()
      if (open.size === 0) break
      alarm = new AbortController()
      await runtime.delay(Math.max(0, wakeAtMs - runtime.nowMs()), alarm.signal).catch(() => undefined)
      // Not waited for: a slow store keeps no deadline waiting.
      if (open.size > 0) standing.look()
    }
    running = false
    standing.rest()
  }

  return {
    get size() {
      return open.size
    },
    watch(admitted, { running: isRunning, close }) {
      const { principal, requestId } = admitted
      if (open.size >= maxStreams) {
        note({ principal, requestId }, { reason: 'stream_limit' })
        // Not from within: the answer is only about to begin.
        void Promise.resolve().then(() => closeQuietly(close))
        return
      }
      const closeAtMs = principal.expiresAtMs + (isRunning ? RUNNING_MS : 0)
      const assertStanding = (): unknown => admitted.assertStanding()
      const stream: OpenStream = { principal, requestId, session: undefined, closeAtMs, assertStanding, close }
      open.set(admitted, stream)
      standing.remember(admitted)
      // A call that is running gets its answer, above all the one that rotates its session.
      if (!isRunning) nameSession(stream, admitted)
      if (running && closeAtMs < wakeAtMs) alarm.abort()
      if (running) return
      running = true
      void Promise.resolve().then(run)
    },
    release,
    isOver: ({ expiresAtMs }) => runtime.nowMs() >= expiresAtMs,
    end() {
      for (const admitted of [...open.keys()]) end(admitted, { reason: 'stream_closing' })
    },
  }
}
