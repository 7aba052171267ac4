import { stamp } from '../clients/actor.js'
import { logIn, type Member } from '../clients/member.js'
import { call } from '../clients/sessions.js'
import { PROCESSES, type Deployment } from '../deployment/deployment.js'
import type { Book } from '../history/book.js'
import type { Random } from '../random.js'
import type { Metrics } from '../report/metrics.js'
import type { Pause } from '../clients/waiting.js'
import { describeFault, inject } from './inject.js'
import { planFaults, type Fault } from './schedule.js'

export interface FaultRun {
  readonly deployment: Deployment
  /** One for each process, to see when it serves again. */
  readonly watchers: readonly Member[]
  readonly book: Book
  readonly metrics: Metrics
  readonly random: Random
  readonly pause: Pause
}

/** Not so often that the watcher meets its own limit. */
const PROBE_EVERY_MS = 100
/** A process that does not come back within this is given up, and reported. */
const GIVE_UP_MS = 10_000
/** Before anything is broken. */
export async function prepareWatchers(watchers: readonly Member[]): Promise<void> {
  await Promise.all(watchers.map(logInForSure))
}

/** One fault after another until the run is over. What was broken is mended before it returns. */
export async function runFaults(run: FaultRun): Promise<never> {
  const { random, pause } = run
  for (const { afterMs, faults } of planFaults(random, PROCESSES)) {
    await pause(afterMs)
    const usualMs = await Promise.all(run.watchers.map(timeOfCall))
    await settleAll(faults.map((fault) => suffer(run, fault)))
    const what = faults.map((fault) => describeFault(fault, run.deployment.processes)).join(' and ')
    await Promise.all(
      run.watchers.map((watcher, place) => watch(run, what, { watcher, place, usualMs: usualMs[place] ?? 0 })),
    )
  }
  throw new Error('unreachable: there is no last fault')
}

async function suffer(run: FaultRun, fault: Fault): Promise<void> {
  const { deployment, book, metrics, pause } = run
  const what = describeFault(fault, deployment.processes)
  const fromMs = performance.now()
  book.note(undefined, `${stamp(fromMs)} FAULT ${what}`)
  const crashed = (): void => book.observe({ kind: 'store crashed', fromMs, toMs: performance.now() })
  await inject(fault, deployment, pause, crashed).finally(() => {
    const toMs = performance.now()
    metrics.fault(fault.kind, fromMs, toMs)
    book.note(undefined, `${stamp(toMs)} mended: ${what}`)
  })
}

/** Waits for all, also when one fails: what was broken is mended before anything else happens. */
async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason
}

interface Watch {
  readonly watcher: Member
  readonly place: number
  /** What a call through this process took before the fault: a busy machine is slow to say that all is well. */
  readonly usualMs: number
}

async function timeOfCall({ actor, held }: Member, place: number): Promise<number> {
  if (held === undefined) return 0
  const { beganMs, endedMs, outcome } = await call(actor, held, place)
  return outcome === 'ok' ? endedMs - beganMs : 0
}

/** Asks one process until it answers as it should. */
async function watch(run: FaultRun, fault: string, { watcher, place, usualMs }: Watch): Promise<void> {
  const { book, deployment, metrics, pause } = run
  const process = deployment.processes[place]?.name ?? ''
  const { held, actor } = watcher
  if (held === undefined) return
  const mendedMs = performance.now()
  for (;;) {
    const { outcome, endedMs } = await call(actor, held, place)
    const afterMs = Math.max(0, endedMs - mendedMs - usualMs)
    if (outcome === 'ok') {
      metrics.recovered(afterMs)
      return book.observe({ kind: 'recovered', fault, process, atMs: endedMs, afterMs })
    }
    if (afterMs > GIVE_UP_MS) {
      return book.observe({ kind: 'recovered', fault, process, atMs: endedMs, afterMs: undefined })
    }
    await pause(PROBE_EVERY_MS)
  }
}

async function logInForSure(watcher: Member): Promise<void> {
  while (watcher.held === undefined) {
    await logIn(watcher)
    await watcher.pause(PROBE_EVERY_MS)
  }
}
