import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { createScriptedPerson } from 'sallyport-example-support/scripted-person'
import { areDead, callMcp, obtainCode, redeem, refresh, register, tokensOf, type Answer } from './support/raw-client.js'
import { openStage } from './support/stage.js'
import { startTwin, type Twin } from './support/twin-process.js'

vi.setConfig({ testTimeout: 120_000 })

const directory = mkdtempSync(join(tmpdir(), 'sallyport-races-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** A deployment of one process, or of two on one SQLite file. */
async function deploy(processes: number) {
  const keysFile = join(directory, `keys-${String(processes)}.json`)
  const stage = await openStage({ keysFile })
  const twins: Twin[] = []
  while (twins.length < processes - 1) twins.push(await startTwin(stage, keysFile))
  const doors = [stage, ...twins].map(({ origin }) => ({ origin, endpoint: `${origin}/mcp` }))
  const person = createScriptedPerson('alice')
  const clientId = await register(stage)

  return {
    stage,
    doors,
    clientId,
    obtainCode: () => obtainCode(stage, person, clientId),
    /** Sends the same request 50 times at once, through the doors in turn. */
    fiftyTimes: (send: (door: (typeof doors)[number]) => Promise<Answer>) =>
      Promise.all(Array.from({ length: 50 }, (_, i) => send(doors[i % doors.length]!))),
    async close() {
      for (const twin of twins) twin.stop()
      await stage.close()
    },
  }
}

const withStatus = (answers: readonly Answer[], status: number): Answer[] =>
  answers.filter((answer) => answer.status === status)

describe.each([1, 2])('in %i processes', async (processes) => {
  const { stage, doors, clientId, fiftyTimes, ...here } = await deploy(processes)
  afterAll(() => here.close())

  it('50 redemptions of one code give one answer, and what it gave is revoked [AS-31]', async () => {
    const code = await here.obtainCode()

    const answers = await fiftyTimes((door) => redeem(door, code))

    const [success, ...others] = withStatus(answers, 200)
    expect(others).toEqual([])
    expect(withStatus(answers, 400).map(({ body }) => body['error'])).toEqual(Array(49).fill('invalid_grant'))
    const tokens = tokensOf(clientId, success!)
    expect(await areDead(stage, tokens)).toBe(true)
    for (const door of doors) expect((await callMcp(door, tokens.accessToken)).status).toBe(401)
  })

  it('50 refreshes with one token give one chain [AS-56] [AS-57] [F-05]', async () => {
    const first = tokensOf(clientId, await redeem(stage, await here.obtainCode()))
    for (const door of doors) expect((await callMcp(door, first.accessToken)).status).toBe(200)

    const answers = await fiftyTimes((door) => refresh(door, first))

    expect(withStatus(answers, 200)).toHaveLength(50)
    expect(new Set(answers.map(({ body }) => body['refresh_token'])).size).toBe(1)
    const second = tokensOf(clientId, answers[0]!)
    const next = await fiftyTimes((door) => refresh(door, second))
    expect(new Set(next.map(({ body }) => body['refresh_token'])).size).toBe(1)
    // Two steps behind now, the first token leads to no further chain.
    expect(await refresh(stage, first)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const third = tokensOf(clientId, next[0]!)
    for (const door of doors) expect((await callMcp(door, third.accessToken)).status).toBe(200)
    expect((await refresh(stage, third)).status).toBe(200)
  })
})
