import { stamp } from '../clients/actor.js'
import { logIn, renew, type Member } from '../clients/member.js'
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

const LOGIN_EVERY_MS = 100

/** Before anything is broken. */
export async function prepareWatchers(watchers: readonly Member[]): Promise<void> {
  await Promise.all(watchers.map(logInForSure))
}

/** One fault after another until the run is over. What was broken is mended before it returns. */
export async function runFaults(run: FaultRun): Promise<never> {
  const { random, pause } = run
  for (const { afterMs, faults } of planFaults(random, PROCESSES)) {
    await pause(afterMs)
    await Promise.all(run.watchers.map(renewForSure))
    await settleAll(faults.map((fault) => suffer(run, fault)))
    const what = faults.map((fault) => describeFault(fault, run.deployment.processes)).join(' and ')
    await Promise.all(run.watchers.map((watcher, place) => watch(run, what, watcher, place)))
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

/** Asks one process until it answers as it should. */
async function watch(run: FaultRun, fault: string, { held }: Member, place: number): Promise<void> {
  const { book, deployment, metrics } = run
  const process = deployment.processes[place]
  if (process === undefined || held === undefined) return
  const afterMs = await deployment.probe.untilServes(process.port, held.access)
  if (afterMs !== undefined) metrics.recovered(afterMs)
  book.observe({ kind: 'recovered', fault, process: process.name, atMs: performance.now(), afterMs })
}

async function logInForSure(watcher: Member): Promise<void> {
  while (watcher.held === undefined) {
    await logIn(watcher)
    await watcher.pause(LOGIN_EVERY_MS)
  }
}

/** Its access token outlives the fault, however long the soak is. */
async function renewForSure(watcher: Member): Promise<void> {
  if (!(await renew(watcher))) await logInForSure(watcher)
}
