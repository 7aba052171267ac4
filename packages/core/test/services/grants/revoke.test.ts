import { describe, expect, it } from 'vitest'
import type { Grant } from '../../../src/services/grants/index.js'
import { ALICE, DAY, fulfilled, presentCode, presentRefresh, withCode, withRefresh, world } from './harness.js'

const BOB = { ...ALICE, subject: 'B0bxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', userSubject: 'bob' }

describe('revoke', () => {
  it('ends the grant for every process before it resolves [F-09] [AS-63]', async () => {
    const { grants, another, events } = world()
    const { token, grant } = await withRefresh(grants)
    const other = another()
    await grants.revoke(grant.grantId, 'client')

    expect(await other.find(grant.grantId)).toBeUndefined()
    expect(await other.listBySubject(ALICE.subject)).toEqual([])
    await expect(other.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(events.at(-1)).toMatchObject({ kind: 'grant.revoked', by: 'client', grantId: grant.grantId })
  })

  it('may be repeated, and says so once [F-09]', async () => {
    const { grants, kinds } = world()
    const { grant } = await withRefresh(grants)
    await grants.revoke(grant.grantId, 'user')
    await grants.revoke(grant.grantId, 'user')

    expect(kinds().filter((kind) => kind === 'grant.revoked')).toHaveLength(1)
  })

  it.each(['', 'unknown', '__proto__', 'x'.repeat(25)])(
    'of a grant that does not exist (%j) does no harm [F-09]',
    async (id) => {
      const { grants, kinds } = world()
      await expect(grants.revoke(id, 'operator')).resolves.toBeUndefined()
      expect(await grants.find(id)).toBeUndefined()
      expect(kinds()).toEqual([])
    },
  )

  it('lets go of what hangs on the grant when the grant is dead already, before its record goes [F-09]', async () => {
    const seen: unknown[] = []
    const here = world({
      onRevoked: async (grant: Grant, by) => {
        const record = await here.store.records.get(`grant:${grant.grantId}`)
        seen.push([grant.grantId, by, record !== undefined, await here.grants.find(grant.grantId)])
      },
    })
    const { grant } = await withRefresh(here.grants)
    await here.grants.revoke(grant.grantId, 'upstream')

    expect(seen).toEqual([[grant.grantId, 'upstream', true, undefined]])
  })

  it('stays in force, and can be finished, when what hangs on the grant cannot be let go [F-09]', async () => {
    let calls = 0
    const { grants, store } = world({
      onRevoked: async () => {
        if (++calls === 1) throw new TypeError('the vault is away')
      },
    })
    const { grant, token } = await withRefresh(grants)

    await expect(grants.revoke(grant.grantId, 'user')).rejects.toThrow('the vault is away')
    await expect(grants.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({ reason: 'grant_ended' })
    expect(await grants.findByRefreshToken(token)).toEqual(grant)
    await grants.revoke(grant.grantId, 'user')
    expect(calls).toBe(2)
    expect(await store.records.get(`grant:${grant.grantId}`)).toBeUndefined()
  })

  it('leaves a tombstone that outlives every token of the grant [F-09]', async () => {
    const { grants, store, runtime } = world()
    const { grant } = await withRefresh(grants)
    runtime.advance(10 * DAY)
    await grants.revoke(grant.grantId, 'user')
    const [tombstone] = await store.revocations.find([{ kind: 'gid', id: grant.grantId }])

    expect(tombstone?.expiresAtMs).toBe(grant.expiresAtMs + 60_000)
  })
})

describe('revokeAll', () => {
  it('ends all grants of a person and none of another [F-09] [AS-59]', async () => {
    const { grants, another } = world()
    const mine = [await withRefresh(grants), await withRefresh(grants, { ...ALICE, clientId: 'c_two' })]
    const bobs = await withRefresh(grants, BOB)

    expect(await another().revokeAll({ subject: ALICE.subject }, 'user')).toBe(2)
    for (const { grant } of mine) expect(await grants.find(grant.grantId)).toBeUndefined()
    expect(await grants.find(bobs.grant.grantId)).toEqual(bobs.grant)
    await expect(grants.rotateRefresh(presentRefresh(bobs.token))).resolves.toBeDefined()
    expect(await grants.revokeAll({ subject: ALICE.subject }, 'user')).toBe(0)
  })

  it('ends all grants of a client and none of another [F-09]', async () => {
    const { grants } = world()
    const ended = [await withRefresh(grants), await withRefresh(grants, BOB)]
    const spared = await withRefresh(grants, { ...ALICE, clientId: 'c_two' })

    expect(await grants.revokeAll({ clientId: ALICE.clientId }, 'operator')).toBe(2)
    for (const { grant } of ended) expect(await grants.find(grant.grantId)).toBeUndefined()
    expect(await grants.find(spared.grant.grantId)).toEqual(spared.grant)
  })

  it('finds more grants than fit on one page of the index [F-09]', async () => {
    const { grants } = world()
    await Promise.all(Array.from({ length: 230 }, () => grants.create(ALICE)))

    expect(await grants.listBySubject(ALICE.subject)).toHaveLength(230)
    expect(await grants.revokeAll({ subject: ALICE.subject }, 'user')).toBe(230)
    expect(await grants.listBySubject(ALICE.subject)).toEqual([])
  })

  it('ends what is being created at the same time: no code and no refresh token survives [F-09]', async () => {
    const { grants, another } = world()
    const other = another()
    const [issued, started] = await Promise.all([
      Promise.allSettled(Array.from({ length: 25 }, () => withCode(other))),
      Promise.allSettled(Array.from({ length: 25 }, () => withRefresh(other))),
      grants.revokeAll({ subject: ALICE.subject }, 'user'),
    ])

    for (const { code } of fulfilled(issued)) {
      await expect(other.redeemCode(presentCode(code))).rejects.toMatchObject({ reason: 'grant_ended' })
    }
    for (const { token } of fulfilled(started)) {
      await expect(other.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({ error: 'invalid_grant' })
    }
    expect(await grants.listBySubject(ALICE.subject)).toEqual([])
  })

  it('does not stand in the way of a new grant a second later [F-09]', async () => {
    const { grants, runtime } = world()
    await withRefresh(grants)
    await grants.revokeAll({ subject: ALICE.subject }, 'user')
    runtime.advance(1000)
    const { grant, token } = await withRefresh(grants)

    expect(await grants.listBySubject(ALICE.subject)).toEqual([grant])
    await expect(grants.rotateRefresh(presentRefresh(token))).resolves.toBeDefined()
  })
})
