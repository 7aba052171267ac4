import { isSecurityError } from '../../errors/index.js'
import type { Runtime } from '../../foundation/index.js'
import { namedBy } from '../../primitives/revocation/index.js'
import type { Tombstone } from '../../store/index.js'
import type { OpenStream, StreamEnd, StreamsOptions } from './streams.js'
import type { Admitted } from './types.js'

/** When nobody could look for so long, nobody knows whom the streams still belong to. */
const BLIND_MS = 60_000
/** Sessions end by silence as well, and in other processes; that is asked less often. */
const SESSIONS_MS = 10_000
/** Asked about together. */
const BATCH = 100

interface Room {
  readonly open: ReadonlyMap<Admitted, OpenStream>
  readonly end: (admitted: Admitted, why: StreamEnd) => void
}

/** Whether those who opened the streams may still have them. */
export interface Standing {
  remember(admitted: Admitted): void
  forget(admitted: Admitted): void
  /** Looks what has changed, unless it is looking already. Never throws. */
  look(): void
  /** Nothing is open any more. */
  rest(): void
}

export function createStanding(
  { revocations, sessions }: Pick<StreamsOptions, 'revocations' | 'sessions'>,
  { open, end }: Room,
  runtime: Pick<Runtime, 'nowMs'>,
): Standing {
  /** To be asked about: new ones, for something may have happened since they were let in, and those that were named. */
  const suspects = new Set<Admitted>()
  let knownSeq: number | undefined
  let looking = false
  let seenAtMs = 0
  let sessionsSeenAtMs = 0
  let unsubscribe: (() => void) | undefined

  function suspect(tombstones: readonly Tombstone[] | undefined): void {
    const isNamed = tombstones === undefined ? () => true : namedBy(tombstones)
    for (const [admitted, { principal }] of open) if (isNamed(principal)) suspects.add(admitted)
    // Later: whoever learnt of it is about to take note of it.
    if (suspects.size > 0) void Promise.resolve().then(settle)
  }

  function endSession(session: string): void {
    for (const [admitted, stream] of open)
      if (stream.session === session) end(admitted, { reason: 'stream_session_ended' })
  }

  function subscribe(): () => void {
    const stops = [revocations?.onChanges(suspect), sessions?.onEnded(endSession)]
    return () => stops.forEach((stop) => stop?.())
  }

  async function judge(admitted: Admitted): Promise<boolean> {
    suspects.delete(admitted)
    try {
      await open.get(admitted)?.assertStanding()
      return true
    } catch (error) {
      if (isSecurityError(error) && error.code === 'ERR_OAUTH') {
        end(admitted, { reason: 'stream_revoked' })
        return true
      }
      if (open.has(admitted)) suspects.add(admitted)
      return false
    }
  }

  /** @returns whether all of them could be asked about */
  async function settle(): Promise<boolean> {
    const waiting = [...suspects]
    for (let from = 0; from < waiting.length; from += BATCH) {
      const settled = await Promise.all(waiting.slice(from, from + BATCH).map(judge))
      if (settled.includes(false)) return false
    }
    return true
  }

  async function catchUp(): Promise<void> {
    if (revocations === undefined) return
    const seq = await revocations.seq()
    if (knownSeq === undefined || seq < knownSeq) suspect(undefined)
    // What comes of this is told to `suspect`.
    else if (seq > knownSeq) await revocations.changesSince(knownSeq)
    knownSeq = seq
  }

  async function lookAtSessions(): Promise<void> {
    if (sessions === undefined || runtime.nowMs() - sessionsSeenAtMs < SESSIONS_MS) return
    sessionsSeenAtMs = runtime.nowMs()
    const named = new Set([...open.values()].flatMap(({ session }) => (session === undefined ? [] : [session])))
    if (named.size === 0) return
    const alive = await sessions.alive([...named])
    for (const session of named) if (!alive.has(session)) endSession(session)
  }

  async function lookOnce(): Promise<void> {
    try {
      await catchUp()
      if (await settle()) seenAtMs = runtime.nowMs()
      await lookAtSessions()
    } catch {
      // Without the store nothing is known. The verdicts of requests say so; streams have some time.
    }
    endUnchecked()
  }

  function endUnchecked(): void {
    if (runtime.nowMs() - seenAtMs <= BLIND_MS) return
    for (const admitted of [...open.keys()]) end(admitted, { reason: 'stream_unchecked' })
  }

  return {
    remember(admitted) {
      suspects.add(admitted)
      if (unsubscribe !== undefined) return
      seenAtMs = sessionsSeenAtMs = runtime.nowMs()
      unsubscribe = subscribe()
    },
    forget: (admitted) => void suspects.delete(admitted),
    look() {
      // A store that says nothing at all keeps a look waiting, and the streams no longer than one that fails.
      if (looking) return endUnchecked()
      looking = true
      void lookOnce().finally(() => (looking = false))
    },
    rest() {
      unsubscribe?.()
      unsubscribe = undefined
      knownSeq = undefined
    },
  }
}
