import { describe, expect, it } from 'vitest'
import type { RotatedRefresh } from '../../../src/services/grants/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import { DAY, fulfilled, presentRefresh, withRefresh, world } from './harness.js'

const SECOND = 1000
const GRACE = 10 * SECOND

describe('the refresh token that was just rotated', () => {
  it('gets the same successor within 10 s: a lost answer is no attack [F-05]', async () => {
    const { grants, another, runtime, events } = world()
    const { token, grant } = await withRefresh(grants)
    const first = await grants.rotateRefresh(presentRefresh(token))
    runtime.advance(GRACE - 1)

    for (const door of [grants, another()]) {
      expect(await door.inspectRefresh(presentRefresh(token))).toEqual({ grant, scopes: grant.scopes })
      expect(await door.rotateRefresh(presentRefresh(token))).toEqual({ ...first, retry: true })
      expect(events.at(-1)).toMatchObject({ kind: 'refresh.rotated', retry: true, generation: 2 })
    }
    await expect(grants.rotateRefresh(presentRefresh(first.refreshToken))).resolves.toMatchObject({ generation: 3 })
  })

  it.each([
    ['another client', { clientId: 'c_two' }, 'invalid_grant', 'refresh_client_mismatch'],
    ['another scope', { scopes: ['notes:read'] }, 'invalid_grant', 'refresh_not_a_retry'],
    ['another resource', { resource: 'https://other.example/mcp' }, 'invalid_target', 'refresh_resource_mismatch'],
  ])('gets nothing with %s, and nothing is revoked [AS-58] [F-05]', async (_case, change, error, reason) => {
    const { grants } = world()
    const { token, grant } = await withRefresh(grants)
    await grants.rotateRefresh(presentRefresh(token))

    await expect(grants.rotateRefresh(presentRefresh(token, change))).rejects.toMatchObject({ error, reason })
    expect(await grants.find(grant.grantId)).toEqual(grant)
  })

  it('may write the same scopes differently [F-05]', async () => {
    const { grants } = world()
    const { token } = await withRefresh(grants)
    const { refreshToken } = await grants.rotateRefresh(presentRefresh(token))
    const again = presentRefresh(token, { scopes: ['notes:write', 'offline_access', 'notes:read'] })

    expect(await grants.rotateRefresh(again)).toMatchObject({ refreshToken, retry: true })
  })

  it('is judged by when it came in, not by how long it then waited [F-05]', async () => {
    const { grants, runtime } = world()
    const { token } = await withRefresh(grants)
    const slow = presentRefresh(token, { presentedAtMs: runtime.nowMs() })
    await grants.inspectRefresh(slow)
    const { refreshToken } = await grants.rotateRefresh(presentRefresh(token))
    runtime.advance(12 * SECOND)

    expect(await grants.rotateRefresh(slow)).toMatchObject({ refreshToken, retry: true })
    await grants.rotateRefresh(presentRefresh(refreshToken))
    await expect(grants.rotateRefresh(slow)).rejects.toMatchObject({ reason: 'refresh_successor_used' })
    await expect(grants.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({ reason: 'refresh_replayed' })
  })

  it('is refused, without revoking, once its successor was used [F-05]', async () => {
    const { grants, runtime, kinds } = world()
    const { token, grant } = await withRefresh(grants)
    let current = token
    for (let i = 0; i < 4; i++) {
      current = (await grants.rotateRefresh(presentRefresh(current))).refreshToken
      runtime.advance(SECOND)
    }

    for (const refuse of [grants.rotateRefresh, grants.inspectRefresh]) {
      await expect(refuse(presentRefresh(token))).rejects.toMatchObject({
        error: 'invalid_grant',
        reason: 'refresh_successor_used',
      })
    }
    expect(await grants.find(grant.grantId)).toEqual(grant)
    expect(kinds()).not.toContain('refresh.replayed')
    await expect(grants.rotateRefresh(presentRefresh(current))).resolves.toBeDefined()
  })

  it('gets nothing when the sealing key is gone, and nothing is revoked [F-05]', async () => {
    const { grants, another } = world()
    const { token, grant } = await withRefresh(grants)
    await grants.rotateRefresh(presentRefresh(token))
    const otherKey = { kid: 'v2', secret: new Uint8Array(32).fill(9) }

    await expect(
      another({ sealer: createSealer([otherKey], 'refresh-successor') }).rotateRefresh(presentRefresh(token)),
    ).rejects.toMatchObject({ error: 'invalid_grant', reason: 'refresh_successor_unreadable' })
    expect(await grants.find(grant.grantId)).toEqual(grant)
  })
})

describe('an older refresh token', () => {
  it.each([
    ['the one before, when the grace is over', 1, GRACE],
    ['one long gone', 5, 3 * DAY],
  ])('is a theft: %s ends the grant [AS-57] [F-05]', async (_case, rotations, laterMs) => {
    const { grants, runtime, events } = world()
    const { token, grant } = await withRefresh(grants)
    let current = token
    for (let i = 0; i < rotations; i++) {
      current = (await grants.rotateRefresh(presentRefresh(current))).refreshToken
    }
    runtime.advance(laterMs)

    await expect(grants.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({
      error: 'invalid_grant',
      reason: 'refresh_replayed',
    })
    expect(events.at(-2)).toMatchObject({ kind: 'grant.revoked', by: 'replay', grantId: grant.grantId })
    expect(events.at(-1)).toMatchObject({ kind: 'refresh.replayed', generation: 1, grantRevoked: true })
    expect(await grants.find(grant.grantId)).toBeUndefined()
    await expect(grants.rotateRefresh(presentRefresh(current))).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('is a theft already when it is only looked at [AS-57]', async () => {
    const { grants, runtime } = world()
    const { token, grant } = await withRefresh(grants)
    await grants.rotateRefresh(presentRefresh(token))
    runtime.advance(GRACE)

    await expect(grants.inspectRefresh(presentRefresh(token))).rejects.toMatchObject({ reason: 'refresh_replayed' })
    expect(await grants.find(grant.grantId)).toBeUndefined()
  })

  it('is a theft whatever scope and resource it asks for [AS-57]', async () => {
    const { grants, runtime } = world()
    const { token, grant } = await withRefresh(grants)
    await grants.rotateRefresh(presentRefresh(token))
    runtime.advance(GRACE)
    const presented = presentRefresh(token, { scopes: ['admin'], resource: 'https://other.example/mcp' })

    await expect(grants.rotateRefresh(presented)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(await grants.find(grant.grantId)).toBeUndefined()
  })

  it('is a theft at once where the operator allows no grace [AS-57]', async () => {
    const { grants } = world({ graceMs: 0 })
    const { token, grant } = await withRefresh(grants)
    await grants.rotateRefresh(presentRefresh(token))

    await expect(grants.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({ reason: 'refresh_replayed' })
    expect(await grants.find(grant.grantId)).toBeUndefined()
  })

  it('is judged by the time of its own rotation, not of the last one [F-05]', async () => {
    const { grants, runtime } = world()
    const { token, grant } = await withRefresh(grants)
    const second = await grants.rotateRefresh(presentRefresh(token))
    runtime.advance(GRACE - 1)
    await grants.rotateRefresh(presentRefresh(second.refreshToken))

    await expect(grants.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({
      reason: 'refresh_successor_used',
    })
    runtime.advance(1)
    expect(await grants.find(grant.grantId)).toEqual(grant)
    await expect(grants.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({ reason: 'refresh_replayed' })
  })

  it('is judged alike when clocks differ: times never run backwards in a family [F-05]', async () => {
    const { grants, runtime } = world()
    const { token } = await withRefresh(grants)
    const second = await grants.rotateRefresh(presentRefresh(token))
    runtime.advance(-20 * SECOND)
    const third = await grants.rotateRefresh(presentRefresh(second.refreshToken))
    runtime.advance(21 * SECOND)

    await expect(grants.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({
      reason: 'refresh_successor_used',
    })
    await expect(grants.rotateRefresh(presentRefresh(second.refreshToken))).resolves.toMatchObject({
      refreshToken: third.refreshToken,
      retry: true,
    })
  })
})

describe('50 parallel refreshes of one token', () => {
  it.each([1, 2])('over %i processes give one chain [AS-56] [F-05]', async (processes) => {
    const { grants, another } = world()
    const { token, grant } = await withRefresh(grants)
    const doors = [grants, another()].slice(0, processes)
    const refreshAll = (refreshToken: string) =>
      Promise.allSettled(
        Array.from({ length: 50 }, (_, i) => doors[i % doors.length]!.rotateRefresh(presentRefresh(refreshToken))),
      )

    let current = token
    for (let generation = 2; generation < 5; generation++) {
      const results: RotatedRefresh[] = fulfilled(await refreshAll(current))
      expect(results).toHaveLength(50)
      expect(new Set(results.map(({ refreshToken }) => refreshToken))).toHaveLength(1)
      expect(results.filter(({ retry }) => !retry)).toHaveLength(1)
      expect(new Set(results.map((result) => result.generation))).toEqual(new Set([generation]))
      current = results[0]!.refreshToken
    }
    expect(await grants.find(grant.grantId)).toEqual(grant)
  })

  it('while the grant is revoked leave no live token [F-09]', async () => {
    const { grants, another } = world()
    const { token, grant } = await withRefresh(grants)
    const other = another()
    const refreshes = Array.from({ length: 50 }, () => other.rotateRefresh(presentRefresh(token)))
    const [results] = await Promise.all([Promise.allSettled(refreshes), grants.revoke(grant.grantId, 'user')])

    for (const refreshToken of [token, ...fulfilled(results).map((result) => result.refreshToken)]) {
      await expect(other.rotateRefresh(presentRefresh(refreshToken))).rejects.toMatchObject({ error: 'invalid_grant' })
    }
  })
})
