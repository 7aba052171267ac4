import type { Pause } from '../clients/waiting.js'
import type { Deployment, ServerProcess } from '../deployment/deployment.js'
import type { Fault } from './schedule.js'

const START_ATTEMPTS = 10
/** Between two cuts: long enough for a client to have connected and asked again. */
const BETWEEN_CUTS_MS = 40

/**
 * Does it, and undoes it, also when the waiting in between is cut short.
 *
 * @param crashed called right before the store is killed
 */
export async function inject(fault: Fault, deployment: Deployment, pause: Pause, crashed: () => void): Promise<void> {
  const { store, processes } = deployment
  switch (fault.kind) {
    case 'store killed':
      await store.crash()
      crashed()
      await pause(fault.downMs).finally(() => store.start())
      return
    case 'process killed': {
      const process = processes[fault.process]
      await process?.kill()
      await startForSure(process)
      return
    }
    case 'connections cut':
      for (let cuts = 0; cuts < fault.times; cuts++) {
        processes[fault.process]?.link.cut()
        await pause(BETWEEN_CUTS_MS)
      }
      return
    case 'answers lost': {
      const link = processes[fault.process]?.link
      link?.loseAnswers(true)
      await pause(fault.forMs).finally(() => link?.loseAnswers(false))
      return
    }
    case 'latency':
      for (const { link } of processes) link.setDelay(fault.addedMs)
      await pause(fault.forMs).finally(() => {
        for (const { link } of processes) link.setDelay(0)
      })
  }
}

/** Without its store a process refuses to start, and whoever watches over it tries again. */
async function startForSure(process: ServerProcess | undefined, attempts = START_ATTEMPTS): Promise<void> {
  await process?.start().catch(async (error: unknown) => {
    if (attempts === 1) throw error
    await startForSure(process, attempts - 1)
  })
}

/** For people. */
export function describeFault(fault: Fault, processes: Deployment['processes']): string {
  const name = 'process' in fault ? (processes[fault.process]?.name ?? '') : ''
  switch (fault.kind) {
    case 'store killed':
      return `store killed, down for ${fault.downMs} ms`
    case 'process killed':
      return `${name} killed`
    case 'connections cut':
      return `connections of ${name} cut ${fault.times} times`
    case 'answers lost':
      return `answers of the store to ${name} lost for ${fault.forMs} ms`
    case 'latency':
      return `${fault.addedMs} ms latency for ${fault.forMs} ms`
  }
}
