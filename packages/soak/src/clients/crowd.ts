import { PROCESSES } from '../deployment/deployment.js'
import type { Random } from '../random.js'
import { createActor, type Surroundings } from './actor.js'
import { everyProcess, type Member } from './member.js'
import { openBrowser } from './pages.js'
import { call } from './sessions.js'
import { refresh } from './tokens.js'
import { pauseUntil } from './waiting.js'

export interface CrowdSetting extends Surroundings {
  readonly random: Random
  /** The processes share nothing: whoever logs in stays at one of them. */
  readonly scattered: boolean
}

/** Each has an address of its own, which the balancer passes on as a proxy does. */
const addressOf = (place: number): string => `10.0.${Math.floor(place / 200)}.${(place % 200) + 1}`

export function createMembers(names: readonly string[], setting: CrowdSetting): Member[] {
  const pause = pauseUntil(setting.over)
  return names.map((name, place) => {
    const actor = createActor(name, addressOf(place), setting.random.fork(name), setting)
    const loginsAt = setting.scattered ? place % PROCESSES : undefined
    const browser = openBrowser(actor, name)
    return { actor, browser, loginsAt, app: undefined, held: undefined, session: undefined, ended: [], pause }
  })
}

/**
 * When all is quiet: what is held works through every process, what was ended works through none, and who holds a refresh
 * token gets another one. An access token alone says little of what the store has kept.
 */
export async function takeStock(members: readonly Member[], setting: CrowdSetting): Promise<void> {
  for (const { actor: before, held, ended } of members) {
    const actor = createActor(before.name, addressOf(0), before.random, setting)
    for (const grant of held === undefined ? ended : [held, ...ended]) {
      await Promise.all(everyProcess.map((process) => call(actor, grant, process)))
    }
    if (held !== undefined) await refresh(actor, held)
  }
}
