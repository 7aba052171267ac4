import { afterAll, expect, it, vi } from 'vitest'
import { createScriptedPerson } from 'sallyport-example-support/scripted-person'
import { openCrowd } from './support/crowd.js'
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
  type Answer,
  type CodeInHand,
  type Tokens,
} from './support/raw-client.js'
import { openStage } from './support/stage.js'

/** How many of the crowd have their answer when the server dies. */
const ROUNDS = [0, 1, 3, 6, 10]
const CODES = 3
const CHAINS = 6
const REVOCATIONS = 2
const NOTES = 3
/** A refresh token that was rotated less than this long ago may come again (F-05). */
const GRACE_MS = 10_000

const stage = await openStage()
afterAll(() => stage.close())
vi.setConfig({ testTimeout: 120_000 })

const person = createScriptedPerson('alice')
const clientId = await register(stage)

async function newTokens(): Promise<Tokens> {
  return tokensOf(clientId, await redeem(stage, await obtainCode(stage, person, clientId)))
}

/** One after the other: it is one browser. */
async function many<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = []
  while (made.length < count) made.push(await make())
  return made
}

/** However the first attempt ended, no more than one succeeds, and one too many ends what came of the code. */
async function expectOneSuccess(code: CodeInHand, first: Answer | undefined): Promise<void> {
  const attempts = [...(first === undefined ? [] : [first]), await redeem(stage, code), await redeem(stage, code)]
  const successes = attempts.filter(({ status }) => status === 200)
  const refusals = attempts.filter(({ status, body }) => status === 400 && body['error'] === 'invalid_grant')
  expect(successes.length).toBeLessThanOrEqual(1)
  expect(refusals.length).toBe(attempts.length - successes.length)
  for (const success of successes)
    expect((await callMcp(stage, tokensOf(clientId, success).accessToken)).status).toBe(401)
}

/** Whatever became of the request, its token leads to one successor, the same each time. Returns that one. */
async function expectOneSuccessor(sent: Tokens, answer: Answer | undefined, sentAtMs: number): Promise<Tokens> {
  const retries = [await refresh(stage, sent), await refresh(stage, sent)]
  if (Date.now() - sentAtMs >= GRACE_MS && retries.some(({ status }) => status === 400)) {
    // The machine was too slow for the grace: then the repetition counts as theft, and ends the grant.
    for (const success of [answer, ...retries]) {
      if (success?.status === 200) expect(await areDead(stage, tokensOf(clientId, success))).toBe(true)
    }
    return newTokens()
  }
  const successors = [answer ?? retries[1]!, ...retries].map((each) => tokensOf(clientId, each).refreshToken)
  expect(new Set(successors).size).toBe(1)
  return tokensOf(clientId, retries[0]!)
}

it('lets no code work twice, splits no chain and forgets nothing, killed in the middle of a crowd [AS-31] [AS-56] [AS-57] [F-05] [F-09]', async () => {
  let chains = await many(CHAINS, newTokens)
  const scribe = await newTokens()
  const acknowledged: string[] = []
  let lost = 0

  for (const answersBeforeDeath of ROUNDS) {
    const codes = await many(CODES, () => obtainCode(stage, person, clientId))
    const leaving = await many(REVOCATIONS, newTokens)
    const crowd = openCrowd(stage, answersBeforeDeath)
    const redeemed = codes.map((code) => crowd.add(() => redeem(stage, code)))
    const refreshed = chains.map((tokens) => crowd.add(() => refresh(stage, tokens)))
    const revoked = leaving.map((tokens) => crowd.add(() => revoke(stage, tokens)))
    const noted = Array.from({ length: NOTES }, () =>
      crowd.add(() => callTool(stage, scribe.accessToken, 'notes_add', { text: crypto.randomUUID() })),
    )
    const sentAtMs = Date.now()
    const outcome = await crowd.run()
    expect(outcome.answered).toBeGreaterThanOrEqual(answersBeforeDeath)
    lost += outcome.lost
    await stage.restart()

    const continued: Tokens[] = []
    for (const [at, sent] of chains.entries()) {
      continued.push(await expectOneSuccessor(sent, await refreshed[at], sentAtMs))
    }
    chains = continued
    await Promise.all(codes.map(async (code, at) => expectOneSuccess(code, await redeemed[at])))
    for (const [at, tokens] of leaving.entries()) {
      if ((await revoked[at]) === undefined) expect(await revoke(stage, tokens)).toMatchObject({ status: 200 })
      expect(await areDead(stage, tokens)).toBe(true)
    }
    for (const note of await Promise.all(noted)) if (note !== undefined) acknowledged.push(note)
  }

  expect(lost).toBeGreaterThan(ROUNDS.length)
  for (const tokens of chains) await expectOneChain(tokens)
  await expectNotes(scribe, acknowledged)
  expect(JSON.parse(await callTool(stage, scribe.accessToken, 'upstream_profile'))).toMatchObject({ sub: 'alice' })
})

/** What was acknowledged is there, and nothing is there twice. */
async function expectNotes({ accessToken }: Tokens, acknowledged: readonly string[]): Promise<void> {
  const notes = JSON.parse(await callTool(stage, accessToken, 'notes_list')) as { id: number; text: string }[]
  expect(acknowledged.length).toBeGreaterThan(0)
  expect(notes.map(({ id }) => `Note ${String(id)} added.`)).toEqual(expect.arrayContaining([...acknowledged]))
  expect(new Set(notes.map(({ text }) => text)).size).toBe(notes.length)
}

/** Two steps on, the first token is no way to another chain, and the newest one lives. */
async function expectOneChain(tokens: Tokens): Promise<void> {
  const next = tokensOf(clientId, await refresh(stage, tokens))
  const newest = tokensOf(clientId, await refresh(stage, next))
  expect(await refresh(stage, tokens)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  expect((await callMcp(stage, newest.accessToken)).status).toBe(200)
}
