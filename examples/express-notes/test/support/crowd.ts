import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Stage } from './stage.js'

/** Requests that are on the wire together when the server is killed. */
export interface Crowd {
  /** Takes part. Resolves with the answer, or with `undefined` when the connection broke. */
  add<T>(request: () => Promise<T>): Promise<T | undefined>
  /** Sends all in random order and kills the server. Resolves when nobody waits any more. */
  run(): Promise<{ readonly answered: number; readonly lost: number }>
}

/** @param answersBeforeDeath counts answers, not time: so some are through and some are not, on any machine */
export function openCrowd(stage: Pick<Stage, 'kill'>, answersBeforeDeath: number): Crowd {
  const starts: (() => Promise<void>)[] = []
  let answered = 0
  let lost = 0
  let dying: Promise<void> | undefined

  const strike = (): void => {
    dying ??= setTimeout(Math.random() * 4).then(() => stage.kill())
  }

  return {
    add(request) {
      return new Promise((resolve) => {
        starts.push(async () => {
          try {
            const answer = await request()
            if (++answered >= answersBeforeDeath) strike()
            resolve(answer)
          } catch {
            lost++
            resolve(undefined)
          }
        })
      })
    },
    async run() {
      if (answersBeforeDeath === 0) strike()
      const waiting: Promise<void>[] = []
      while (starts.length > 0) for (const start of starts.splice(randomInt(starts.length), 1)) waiting.push(start())
      await Promise.all(waiting)
      await (dying ?? stage.kill())
      return { answered, lost }
    },
  }
}
