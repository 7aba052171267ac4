import Database from 'libsql'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { createScriptedPerson } from 'sallyport-example-support/scripted-person'
import {
  areDead,
  callMcp,
  callTool,
  obtainCode,
  redeem,
  refresh,
  register,
  revoke,
  tokensOf,
  type Tokens,
} from './support/raw-client.js'
import { openStage } from './support/stage.js'

const stage = await openStage({ imports: [new URL('support/crash-point.ts', import.meta.url).href] })
afterAll(() => stage.close())
vi.setConfig({ testTimeout: 120_000 })

const person = createScriptedPerson('alice')
const clientId = await register(stage)

async function newTokens(): Promise<Tokens> {
  return tokensOf(clientId, await redeem(stage, await obtainCode(stage, person, clientId)))
}

/** Kills the server before the first step of a request, before the second, …, until the request gets through. */
async function atEveryStep<Before, Result>(
  prepare: () => Promise<Before>,
  request: (before: Before, headers: Readonly<Record<string, string>>) => Promise<Result>,
  check: (before: Before) => Promise<void>,
): Promise<number> {
  for (let point = 1; ; point++) {
    const before = await prepare()
    const result = await request(before, { 'x-crash-at': String(point) }).catch(() => undefined)
    if (result !== undefined) return point - 1
    await stage.restart()
    await check(before)
  }
}

/** Whether tokens that could be used are still kept for a grant, the provider's or ours. */
function tokensAreKept(grantId: string): boolean {
  const database = new Database(join(stage.dataDir, 'sallyport.db'))
  const sql = 'SELECT count(*) FROM sallyport_records WHERE key IN (?, ?)'
  const [count] = database.prepare(sql).raw().get(`upstream:${grantId}`, `family:${grantId}`) as [number]
  database.close()
  return count > 0
}

const grantOf = ({ accessToken }: Tokens): string =>
  (JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as { gid: string }).gid

it('redeems a code once at most, wherever it is killed [AS-31]', async () => {
  let afterCrash = 0
  const steps = await atEveryStep(
    () => obtainCode(stage, person, clientId),
    (code, headers) => redeem(stage, code, headers),
    async (code) => {
      const attempts = [await redeem(stage, code), await redeem(stage, code)]
      const successes = attempts.filter(({ status }) => status === 200)
      expect(successes.length).toBeLessThanOrEqual(1)
      afterCrash += successes.length
      for (const success of successes) expect(await areDead(stage, tokensOf(clientId, success))).toBe(true)
    },
  )
  expect(steps).toBeGreaterThanOrEqual(3)
  // Before the mark is placed nothing has happened, and the client may come again; after it never.
  expect(afterCrash).toBe(1)
})

it('rotates a refresh token into one successor, wherever it is killed [AS-56] [AS-57] [F-05]', async () => {
  const steps = await atEveryStep(
    newTokens,
    (tokens, headers) => refresh(stage, tokens, headers),
    async (tokens) => {
      const [first, second] = [await refresh(stage, tokens), await refresh(stage, tokens)]
      const successor = tokensOf(clientId, first)
      expect(tokensOf(clientId, second).refreshToken).toBe(successor.refreshToken)
      const newest = tokensOf(clientId, await refresh(stage, successor))
      expect(await refresh(stage, tokens)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
      expect((await callMcp(stage, newest.accessToken)).status).toBe(200)
    },
  )
  expect(steps).toBeGreaterThanOrEqual(2)
})

it('ends a grant for good, wherever it is killed, and a repetition clears away what was left [F-09] [F-02]', async () => {
  const kept: boolean[] = []
  const steps = await atEveryStep(
    newTokens,
    (tokens, headers) => revoke(stage, tokens, headers),
    async (tokens) => {
      kept.push(tokensAreKept(grantOf(tokens)))
      expect(await revoke(stage, tokens)).toMatchObject({ status: 200 })
      expect(await areDead(stage, tokens)).toBe(true)
      expect(tokensAreKept(grantOf(tokens))).toBe(false)
    },
  )
  expect(steps).toBeGreaterThanOrEqual(4)
  expect(kept).toContain(true)
})

it('adds a note once or not at all, wherever it is killed', async () => {
  const scribe = await newTokens()
  const list = async () => JSON.parse(await callTool(stage, scribe.accessToken, 'notes_list')) as { text: string }[]
  const written: number[] = []
  const steps = await atEveryStep(
    async () => crypto.randomUUID(),
    (text, headers) => callTool(stage, scribe.accessToken, 'notes_add', { text }, headers),
    async (text) => void written.push((await list()).filter((note) => note.text === text).length),
  )
  expect(steps).toBeGreaterThanOrEqual(2)
  expect(written.at(-1)).toBe(1)
  expect(Math.max(...written)).toBe(1)
})
