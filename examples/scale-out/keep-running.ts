import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/** How long a process may take to end. */
const GRACE_MS = 10_000

/** For `detached`: a Ctrl-C goes to everybody in the terminal's group, and who ends when is for the starter to say. */
export const OWN_GROUP = process.stdin.isTTY

export interface Kept {
  /** Ends it for good, and resolves when it has ended. */
  stop(): Promise<void>
}

/**
 * Starts a process, and again whenever it ends by itself: what systemd or Kubernetes do in earnest.
 *
 * @param start resolves when the process serves
 * @throws whatever the first start throws
 */
export async function keepRunning(name: string, start: () => Promise<ChildProcess>): Promise<Kept> {
  let stopping = false
  let child = await start()

  async function watch(): Promise<void> {
    while (!stopping) {
      console.log(`${name} runs, pid ${String(child.pid)}`)
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      if (!stopping) await startAgain()
    }
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }

  async function startAgain(): Promise<void> {
    try {
      await delay(100)
      child = await start()
    } catch (error) {
      console.error(`${name}: ${String(error)}`)
    }
  }

  const watching = watch()
  return {
    async stop() {
      stopping = true
      child.kill('SIGTERM')
      const patience = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
      await watching
      clearTimeout(patience)
    },
  }
}
