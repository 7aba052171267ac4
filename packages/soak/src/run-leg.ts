import { setMaxListeners } from 'node:events'
import { stamp } from './clients/actor.js'
import { live, type Habits } from './clients/episodes.js'
import { createMembers, takeStock } from './clients/crowd.js'
import { everyProcess } from './clients/member.js'
import { allUntil, pauseUntil } from './clients/waiting.js'
import { startDeployment, type Sabotage } from './deployment/deployment.js'
import { USER_LIMIT } from './deployment/server-config.js'
import type { StoreKind } from './deployment/stores.js'
import { prepareWatchers, runFaults } from './faults/run-faults.js'
import { FAULT_KINDS, type FaultKind } from './faults/schedule.js'
import { createBook, type Tally, type Violation } from './history/book.js'
import { createInvariants, type Promises } from './invariants/index.js'
import { createRandom } from './random.js'
import { createMetrics, type Metrics } from './report/metrics.js'

export interface LegOptions {
  readonly store: StoreKind
  /** By how much the clock of one process is off, in milliseconds. */
  readonly skewMs: number
  /** How long clients live and faults happen; longer on a machine so slow that some fault has not yet had its turn. */
  readonly durationMs: number
  readonly clients: number
  readonly seed: number
  /** Faults without which it does not end. Default: one of every kind. */
  readonly mustHappen?: readonly FaultKind[]
  readonly sabotage?: Sabotage
  readonly signal?: AbortSignal
  readonly progress?: (state: Progress) => void
}

export interface Progress {
  readonly leg: string
  readonly passedMs: number
  readonly requests: number
  readonly faults: number
  readonly violations: number
}

export interface LegResult {
  readonly leg: string
  readonly durationMs: number
  readonly violations: readonly Violation[]
  readonly tallies: readonly Tally[]
  readonly metrics: Metrics
}

/** What the documents of the deployment promise. */
const PROMISES: Omit<Promises, 'bucketLossMs'> = {
  ...USER_LIMIT,
  graceMs: 10_000,
  // A login waits for the provider (10 s at most) and for many a verb of the store (5 s each at most).
  answerMs: 30_000,
  recoveryMs: 2_000,
}
/** A crash of Postgres may lose the debits of the last second; Redis with `appendfsync always` keeps them. */
const BUCKET_LOSS_MS: Readonly<Record<StoreKind, number>> = { redis: 0, postgres: 1_000 }

const TICK_MS = 500
/** Even if not every fault had its turn, it ends at so many times its duration. */
const LONGEST = 3
/** One client in so many floods; the first few replay a refresh token, so that short runs have that, too. */
const FLOODS_EVERY = 12
const REPLAYS = 3
/** One after the other: a crowd that logs in at one moment measures its own queue. */
const ARRIVES_EVERY_MS = 50
/** After the last fault was mended: connections are there again. */
const SETTLED_MS = 500

export function legName({ store, skewMs }: Pick<LegOptions, 'store' | 'skewMs'>): string {
  return `${store}, one clock ${skewMs < 0 ? '' : '+'}${skewMs / 1000} s`
}

function habitsOf(place: number): Habits {
  const first = place < REPLAYS ? 'replay' : undefined
  return { floods: place % FLOODS_EVERY === 5, first, afterMs: place * ARRIVES_EVERY_MS }
}

/** One deployment under load and faults, from its start to its end. */
export async function runLeg(options: LegOptions): Promise<LegResult> {
  const { store, skewMs, durationMs, mustHappen = FAULT_KINDS, progress } = options
  const { signal = new AbortController().signal } = options
  const leg = legName(options)
  signal.throwIfAborted()
  const book = createBook(createInvariants({ ...PROMISES, bucketLossMs: BUCKET_LOSS_MS[store] }))
  const random = createRandom(options.seed)
  const names = Array.from({ length: options.clients }, (_, place) => `person-${place}`)
  const watcherNames = everyProcess.map((place) => `watcher-${place}`)
  const deployment = await startDeployment({
    store,
    skewMs,
    users: [...names, ...watcherNames],
    sabotage: options.sabotage,
    said: (process, line) => book.note(undefined, `${stamp(performance.now())} ${process}: ${line}`),
    died: (process, lastWords) => book.observe({ kind: 'died', process, lastWords, atMs: performance.now() }),
  })
  const over = new AbortController()
  // Everybody who waits listens to it.
  setMaxListeners(0, over.signal)
  const stop = (): void => over.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  let ticker: NodeJS.Timeout | undefined
  try {
    // It may have come while the deployment was starting.
    signal.throwIfAborted()
    const setting = { origin: deployment.origin, book, random, scattered: options.sabotage === 'own stores' }
    const pause = pauseUntil(over.signal)
    const startedMs = performance.now()
    const metrics = createMetrics(startedMs)
    const around = { ...setting, metrics, over: over.signal }
    const watchers = createMembers(watcherNames, around)
    await allUntil(over, [prepareWatchers(watchers)])
    const beganMs = performance.now()
    ticker = setInterval(() => {
      const passedMs = performance.now() - beganMs
      const faults = metrics.faults.length
      progress?.({ leg, passedMs, requests: metrics.total(), faults, violations: book.violations() })
      const isMissing = mustHappen.some((kind) => !metrics.faults.some(({ what }) => what === kind))
      if (passedMs < durationMs || (isMissing && passedMs < LONGEST * durationMs)) return
      over.abort(new DOMException('The time is up.', 'AbortError'))
    }, TICK_MS)

    const members = createMembers(names, around)
    const faults = runFaults({ ...around, deployment, watchers, random: random.fork('faults'), pause })
    const lives = members.map((member, place) => live(member, habitsOf(place), members))
    await allUntil(over, [faults, ...lives])
    await pauseUntil(signal)(SETTLED_MS)
    await takeStock([...watchers, ...members], { ...around, over: signal })
    return { leg, durationMs: performance.now() - startedMs, metrics, ...book.close() }
  } finally {
    clearInterval(ticker)
    signal.removeEventListener('abort', stop)
    await deployment.close()
  }
}
