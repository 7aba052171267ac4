import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { faultyStore, forEveryCall, outage } from './faulty-store.js'
import { ALICE, fulfilled, MINUTE, presentCode, presentRefresh, withCode, withRefresh, world } from './harness.js'

const settle = async <T>(attempt: Promise<T>): Promise<PromiseSettledResult<T>> =>
  (await Promise.allSettled([attempt]))[0]

function faultyWorld() {
  const runtime = fakeRuntime()
  const fault = faultyStore(memoryStore({}, runtime))
  const here = world({}, { store: fault.store, runtime })
  const log = createRevocations({ log: fault.store.revocations }, runtime)
  /** An access token that was issued a moment ago: only the grant's own tombstone ends it. */
  const acceptsTokensOf = async (grantId: string): Promise<boolean> =>
    !(await log.isRevoked({
      tokenId: 'j1',
      grantId,
      subject: ALICE.subject,
      clientId: ALICE.clientId,
      issuedAtMs: runtime.nowMs() + MINUTE,
    }))
  return { ...here, fault, acceptsTokensOf }
}

const reasonOf = (result: PromiseSettledResult<unknown>): unknown =>
  result.status === 'rejected' ? (result.reason as { reason?: unknown }).reason : undefined

describe.each(['before', 'after'] as const)('a store call that fails %s its effect', (moment) => {
  it('never lets a code succeed twice [AS-31] [AS-32]', async () => {
    const failures = await forEveryCall(moment, async (call, when) => {
      const { grants, fault } = faultyWorld()
      const { code } = await withCode(grants)
      fault.failAt(call, when)
      const first = await settle(grants.redeemCode(presentCode(code)))
      if (first.status === 'rejected') expect(first.reason).toMatchObject(outage)
      fault.heal()
      const rest = [
        await settle(grants.redeemCode(presentCode(code))),
        await settle(grants.redeemCode(presentCode(code))),
      ]

      expect(fulfilled([first, ...rest]).length).toBeLessThanOrEqual(1)
      expect(rest[1]?.status).toBe('rejected')
      return fault.failed()
    })
    expect(failures).toBe(4)
  })

  it('never lets a code succeed twice among parallel attempts [AS-31]', async () => {
    const failures = await forEveryCall(moment, async (call, when) => {
      const { grants, another, fault } = faultyWorld()
      const doors = [grants, another()]
      const { code, grant } = await withCode(grants)
      fault.failAt(call, when)
      const attempts = Array.from({ length: 6 }, (_, i) => doors[i % 2]!.redeemCode(presentCode(code)))
      const successes = fulfilled(await Promise.allSettled(attempts))
      fault.heal()

      expect(successes.length).toBeLessThanOrEqual(1)
      await expect(grants.redeemCode(presentCode(code))).rejects.toMatchObject({ error: 'invalid_grant' })
      expect(await grants.find(grant.grantId)).toBeUndefined()
      return fault.failed()
    })
    expect(failures).toBeGreaterThan(20)
  })

  it('never calls a replay punished whose grant lives [AS-31] [F-09]', async () => {
    const failures = await forEveryCall(moment, async (call, when) => {
      const { grants, fault, acceptsTokensOf } = faultyWorld()
      const { code, grant } = await withCode(grants)
      const token = await grants.startRefresh(await grants.redeemCode(presentCode(code)))
      fault.failAt(call, when)
      const replay = await settle(grants.redeemCode(presentCode(code)))
      fault.heal()

      expect(['unavailable', 'code_replayed']).toContain(reasonOf(replay))
      if (reasonOf(replay) === 'unavailable') await settle(grants.redeemCode(presentCode(code)))
      expect(await acceptsTokensOf(grant.grantId)).toBe(false)
      await expect(grants.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({ error: 'invalid_grant' })
      return fault.failed()
    })
    expect(failures).toBe(8)
  })

  it('never gives a grant two first refresh tokens [F-05]', async () => {
    const failures = await forEveryCall(moment, async (call, when) => {
      const { grants, fault } = faultyWorld()
      const grant = await grants.create(ALICE)
      fault.failAt(call, when)
      const first = await settle(grants.startRefresh(grant))
      fault.heal()
      const second = await settle(grants.startRefresh(grant))

      expect(fulfilled([first, second]).length).toBeLessThanOrEqual(1)
      return fault.failed()
    })
    expect(failures).toBe(3)
  })

  it('never splits a chain: the retry gets the one successor there is [AS-56] [F-05]', async () => {
    const failures = await forEveryCall(moment, async (call, when) => {
      const { grants, another, fault } = faultyWorld()
      const { token, grant } = await withRefresh(grants)
      fault.failAt(call, when)
      const first = await settle(grants.rotateRefresh(presentRefresh(token)))
      if (first.status === 'rejected') expect(first.reason).toMatchObject(outage)
      fault.heal()
      const retry = await another().rotateRefresh(presentRefresh(token))

      const successors = new Set([...fulfilled([first]), retry].map(({ refreshToken }) => refreshToken))
      expect(successors).toEqual(new Set([retry.refreshToken]))
      expect(await grants.rotateRefresh(presentRefresh(retry.refreshToken))).toMatchObject({
        generation: 3,
        retry: false,
      })
      expect(await grants.find(grant.grantId)).toEqual(grant)
      return fault.failed()
    })
    expect(failures).toBe(5)
  })

  it('never splits a chain among parallel refreshes [AS-56] [F-05]', async () => {
    const failures = await forEveryCall(moment, async (call, when) => {
      const { grants, another, fault } = faultyWorld()
      const doors = [grants, another()]
      const { token } = await withRefresh(grants)
      fault.failAt(call, when)
      const attempts = Array.from({ length: 6 }, (_, i) => doors[i % 2]!.rotateRefresh(presentRefresh(token)))
      const results = fulfilled(await Promise.allSettled(attempts))
      fault.heal()
      results.push(await grants.rotateRefresh(presentRefresh(token)))

      expect(new Set(results.map(({ refreshToken }) => refreshToken))).toHaveLength(1)
      expect(new Set(results.map(({ generation }) => generation))).toEqual(new Set([2]))
      return fault.failed()
    })
    expect(failures).toBeGreaterThan(20)
  })

  it('never calls a theft punished whose grant lives [AS-57] [F-09]', async () => {
    const failures = await forEveryCall(moment, async (call, when) => {
      const { grants, runtime, fault, acceptsTokensOf } = faultyWorld()
      const { token, grant } = await withRefresh(grants)
      const { refreshToken } = await grants.rotateRefresh(presentRefresh(token))
      runtime.advance(MINUTE)
      fault.failAt(call, when)
      const theft = await settle(grants.rotateRefresh(presentRefresh(token)))
      fault.heal()

      expect(['unavailable', 'refresh_replayed']).toContain(reasonOf(theft))
      if (reasonOf(theft) === 'unavailable') await settle(grants.rotateRefresh(presentRefresh(token)))
      expect(await acceptsTokensOf(grant.grantId)).toBe(false)
      await expect(grants.rotateRefresh(presentRefresh(refreshToken))).rejects.toMatchObject({ error: 'invalid_grant' })
      return fault.failed()
    })
    expect(failures).toBe(7)
  })

  it('never leaves a live token of a grant whose revocation resolved, or half happened [F-09]', async () => {
    const failures = await forEveryCall(moment, async (call, when) => {
      const { grants, fault, acceptsTokensOf, store } = faultyWorld()
      const { token, grant } = await withRefresh(grants)
      fault.failAt(call, when)
      const first = await settle(grants.revoke(grant.grantId, 'user'))
      fault.heal()

      const isDead = !(await acceptsTokensOf(grant.grantId))
      if (first.status === 'fulfilled') expect(isDead).toBe(true)
      // Nothing has gone while the tokens live, and no token lives once something has gone.
      const refresh = await settle(grants.inspectRefresh(presentRefresh(token)))
      expect(refresh.status).toBe(isDead ? 'rejected' : 'fulfilled')

      await grants.revoke(grant.grantId, 'user')
      expect(await acceptsTokensOf(grant.grantId)).toBe(false)
      for (const key of [`grant:${grant.grantId}`, `family:${grant.grantId}`]) {
        expect(await store.records.get(key)).toBeUndefined()
      }
      return fault.failed()
    })
    expect(failures).toBe(4)
  })

  it.each([{ subject: ALICE.subject }, { clientId: ALICE.clientId }])(
    'never leaves a live token after all grants of %o were ended [F-09]',
    async (of) => {
      const failures = await forEveryCall(moment, async (call, when) => {
        const { grants, fault, acceptsTokensOf } = faultyWorld()
        const held = [await withRefresh(grants), await withRefresh(grants), await withRefresh(grants)]
        fault.failAt(call, when)
        const first = await settle(grants.revokeAll(of, 'user'))
        fault.heal()
        if (first.status === 'rejected') await grants.revokeAll(of, 'user')

        for (const { grant, token } of held) {
          expect(await acceptsTokensOf(grant.grantId)).toBe(false)
          await expect(grants.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({ error: 'invalid_grant' })
        }
        return fault.failed()
      })
      expect(failures).toBe(17)
    },
  )

  it('never hands out a code of a grant that is not there [AS-31]', async () => {
    const failures = await forEveryCall(moment, async (call, when) => {
      const { grants, fault } = faultyWorld()
      fault.failAt(call, when)
      const issued = await settle(withCode(grants))
      fault.heal()
      for (const { code, grant } of fulfilled([issued])) {
        expect(await grants.redeemCode(presentCode(code))).toEqual(grant)
      }
      if (issued.status === 'rejected') expect(issued.reason).toMatchObject(outage)
      return fault.failed()
    })
    expect(failures).toBe(7)
  })
})
