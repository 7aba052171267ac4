import { describe, expect, it } from 'vitest'
import type { Admitted, Refused, Allowed } from '../../../src/compositions/resource-server/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { createLimits } from '../../../src/services/limits/index.js'
import type { SessionGate } from '../../../src/services/sessions/index.js'
import { createTokenVerifier, type AccessTokenInput } from '../../../src/services/tokens/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { HOUR_MS, ISSUER, tokenWorld } from '../../services/tokens/fixture.js'
import { call, gateWorld, summary } from './fixture.js'

const SESSION = { headers: [['mcp-session-id', 's1'] as const] }

/** A server of its own behind the store: what is asked while it thinks is answered together, in one round. */
function farAway() {
  const asked: string[][] = []
  let waiting: (() => void)[] = []
  const answer = <T>(what: string, value: () => T | Promise<T>): Promise<T> => {
    if (waiting.length === 0) {
      asked.push([])
      setImmediate(() => {
        const round = waiting
        waiting = []
        for (const go of round) go()
      })
    }
    asked.at(-1)?.push(what)
    return new Promise<void>((resolve) => waiting.push(resolve)).then(value)
  }
  return { asked, answer }
}

async function remoteWorld() {
  const { asked, answer } = farAway()
  const { keys, runtime, issuer, input } = await tokenWorld()
  const { buckets, revocations: log } = memoryStore({}, runtime)
  const revocations = createRevocations(
    {
      log: {
        append: (tombstone) => log.append(tombstone),
        seq: () => answer('seq', () => log.seq()),
        since: (seq) => answer('since', () => log.since(seq)),
        find: (targets) => answer('find', () => log.find(targets)),
      },
    },
    runtime,
  )
  const judged: string[] = []
  const sessions: SessionGate = {
    required: false,
    look({ subject }) {
      const verdict = answer('session', () =>
        subject === 'alice'
          ? { allowed: true as const }
          : { allowed: false as const, answer: 'unknown' as const, reason: 'session_unknown' },
      )
      return () => (judged.push(subject), verdict)
    },
    bind: () => undefined,
    end: () => undefined,
  }
  const limits = createLimits(
    { buckets: { debit: (debits) => answer('debit', () => buckets.debit(debits)) } },
    { record: () => undefined },
  )
  const verifier = createTokenVerifier(
    { issuers: [{ issuer: ISSUER, keys: keys.signing, own: true }], revocations },
    runtime,
  )
  const world = await gateWorld({ verifier, limits, sessions })
  const token = async (fields?: Partial<AccessTokenInput>) => (await issuer.issue(input(fields))).accessToken
  return { ...world, token, asked, judged, revocations, runtime }
}

const passed = ({ allowed }: Allowed | Refused): boolean => allowed

describe('with a store that is far away', () => {
  it('a request waits for it once, its session included [F-40] [ST-23]', async () => {
    const { run, token, asked } = await remoteWorld()
    const accessToken = await token()
    await run(accessToken, call('notes_list'), SESSION)
    asked.length = 0
    expect(passed(await run(accessToken, call('notes_list'), SESSION))).toBe(true)
    expect(asked).toEqual([['seq', 'debit', 'session']])
  })

  it('a token that was never seen is no exception', async () => {
    const { run, token, asked } = await remoteWorld()
    expect(passed(await run(await token(), call('notes_list'), SESSION))).toBe(true)
    expect(asked).toEqual([['seq', 'find', 'debit', 'session']])
  })

  it('a revoked token is refused before all else, and then without the store [F-09]', async () => {
    const { run, admit, token, asked, revocations, runtime } = await remoteWorld()
    const accessToken = await token({ grantId: 'g_2' })
    await run(accessToken, call('notes_list'))
    await revocations.revoke({ kind: 'gid', id: 'g_2', expiresAtMs: runtime.nowMs() + HOUR_MS })
    expect(summary(await run(accessToken, call('notes_wipe'), SESSION)).status).toBe(401)
    asked.length = 0
    for (let i = 0; i < 10; i++) expect(summary(await run(accessToken, call('notes_list'))).status).toBe(401)
    expect((await admit(accessToken)).allowed).toBe(false)
    expect(asked.flat()).not.toContain('find')
    expect(asked.flat()).not.toContain('session')
  })

  it('many at once do not make each other forget [F-07]', async () => {
    const { run, token, asked } = await remoteWorld()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => token()))
    await Promise.all(tokens.map((one) => run(one, call('notes_list'))))
    asked.length = 0
    await Promise.all(tokens.map((one) => run(one, call('notes_list'))))
    expect(asked.flat()).not.toContain('find')
  })
})

describe('a request that is refused for something else', () => {
  it('moves no session: a revoked token neither ends it nor teaches it anything [F-09] [F-31] [F-32]', async () => {
    const { run, token, judged, events, revocations, runtime } = await remoteWorld()
    const accessToken = await token({ grantId: 'g_2' })
    await revocations.revoke({ kind: 'gid', id: 'g_2', expiresAtMs: runtime.nowMs() + HOUR_MS })
    expect(summary(await run(accessToken, call('notes_list'), SESSION)).status).toBe(401)
    expect(judged).toEqual([])
    expect(events.at(-1)).toMatchObject({ reason: 'token_revoked', grantId: 'g_2', clientId: 'c_1' })
  })

  it('moves no session over the limit of its caller [F-31] [TL-03]', async () => {
    const { gate, admit, token, judged } = await remoteWorld()
    const accessToken = await token()
    let refused: Refused | undefined
    for (let spent = 0; refused === undefined && spent < 300; spent++) {
      judged.length = 0
      const admitted = (await admit(accessToken, SESSION)) as Admitted
      const answer = await gate.authorize(admitted, call('notes_list'))
      await gate.completed(admitted, { status: 200 })
      if (!answer.allowed) refused = answer
    }
    expect(refused).toMatchObject({ reply: { status: 429 } })
    expect(judged).toEqual([])
  })
})

describe('a session that is not the caller’s', () => {
  it('does not exist: the answer is the SDK’s own for an id that it does not know [ST-23] [ST-26]', async () => {
    const { run, token } = await remoteWorld()
    const foreign = await run(await token({ subject: 'bob' }), call('notes_list'), SESSION)
    expect(foreign).toMatchObject({
      allowed: false,
      reply: {
        status: 404,
        body: '{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}',
      },
    })
  })
})
