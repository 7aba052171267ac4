import { describe, expect, it } from 'vitest'
import { ALICE, DAY, presentRefresh, withRefresh, world } from './harness.js'

describe('a refresh token', () => {
  it.each([
    ['another client', { clientId: 'c_two' }, 'invalid_grant', 'refresh_client_mismatch'],
    ['another resource', { resource: 'https://other.example/mcp' }, 'invalid_target', 'refresh_resource_mismatch'],
    ['a wider scope', { scopes: ['notes:read', 'notes:delete'] }, 'invalid_scope', 'refresh_scope_widened'],
    ['a scope in capitals', { scopes: ['Notes:read'] }, 'invalid_scope', 'refresh_scope_widened'],
  ])('with %s is refused and lives on [AS-58] [AS-37]', async (_case, change, error, reason) => {
    const { grants } = world()
    const { token, grant } = await withRefresh(grants)
    const presented = presentRefresh(token, change)

    await expect(grants.rotateRefresh(presented)).rejects.toMatchObject({ error, reason })
    await expect(grants.inspectRefresh(presented)).rejects.toMatchObject({ error, reason })
    await expect(grants.rotateRefresh(presentRefresh(token))).resolves.toMatchObject({
      grant,
      generation: 2,
      retry: false,
    })
  })

  it('of an online grant cannot gain offline_access [AS-58]', async () => {
    const { grants } = world()
    const { token } = await withRefresh(grants, { ...ALICE, offline: false })
    const presented = presentRefresh(token, { scopes: ['notes:read', 'offline_access'] })

    await expect(grants.rotateRefresh(presented)).rejects.toMatchObject({ error: 'invalid_scope' })
  })

  it('of another client stays alive even when it is an old one [AS-58] [F-05]', async () => {
    const { grants, runtime, kinds } = world()
    const { token, grant } = await withRefresh(grants)
    await grants.rotateRefresh(presentRefresh(token))
    runtime.advance(DAY)

    await expect(grants.rotateRefresh(presentRefresh(token, { clientId: 'c_two' }))).rejects.toMatchObject({
      reason: 'refresh_client_mismatch',
    })
    expect(await grants.find(grant.grantId)).toEqual(grant)
    expect(kinds()).not.toContain('refresh.replayed')
  })

  it('is replaced by every use [AS-56]', async () => {
    const { grants, events } = world()
    const { token, grant } = await withRefresh(grants)
    const tokens = [token]
    for (let generation = 2; generation < 6; generation++) {
      const result = await grants.rotateRefresh(presentRefresh(tokens.at(-1)!))
      expect(result).toMatchObject({ grant, generation, retry: false, scopes: ALICE.scopes })
      expect(events.at(-1)).toMatchObject({ kind: 'refresh.rotated', generation, retry: false, subject: ALICE.subject })
      tokens.push(result.refreshToken)
    }
    expect(new Set(tokens)).toHaveLength(5)
  })

  it('narrows the access token, not the grant [AS-58]', async () => {
    const { grants } = world()
    const { token } = await withRefresh(grants)
    const narrow = await grants.rotateRefresh(presentRefresh(token, { scopes: ['notes:read', 'offline_access'] }))
    const wide = await grants.rotateRefresh(presentRefresh(narrow.refreshToken))

    expect(narrow.scopes).toEqual(['notes:read'])
    expect(wide.scopes).toEqual(['notes:read', 'notes:write'])
  })

  it('dies when idle for 14 days [AS-59] [F-03]', async () => {
    const { grants, runtime } = world()
    const [used, idle] = [await withRefresh(grants), await withRefresh(grants)]
    runtime.advance(14 * DAY - 1)
    const { refreshToken } = await grants.rotateRefresh(presentRefresh(used.token))

    runtime.advance(1)
    await expect(grants.rotateRefresh(presentRefresh(idle.token))).rejects.toMatchObject({ reason: 'refresh_unknown' })
    await expect(grants.rotateRefresh(presentRefresh(refreshToken))).resolves.toBeDefined()
  })

  it('dies 30 days after the grant was made, however often it is used [AS-59] [F-03]', async () => {
    const { grants, runtime, store } = world()
    const { token, grant } = await withRefresh(grants)
    let current = token
    for (let day = 1; day < 30; day++) {
      runtime.advance(DAY)
      current = (await grants.rotateRefresh(presentRefresh(current))).refreshToken
    }
    expect(grant.expiresAtMs - runtime.nowMs()).toBe(DAY)
    expect((await store.records.get(`family:${grant.grantId}`))?.expiresAtMs).toBe(grant.expiresAtMs)
    runtime.advance(DAY)
    await expect(grants.rotateRefresh(presentRefresh(current))).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(await grants.find(grant.grantId)).toBeUndefined()
  })

  it.each(['user', 'operator', 'consent', 'upstream', 'client'] as const)(
    'dies with its grant when the %s ends it [AS-59] [AS-63]',
    async (by) => {
      const { grants } = world()
      const { token, grant } = await withRefresh(grants)
      await grants.revoke(grant.grantId, by)

      await expect(grants.rotateRefresh(presentRefresh(token))).rejects.toMatchObject({ error: 'invalid_grant' })
      await expect(grants.inspectRefresh(presentRefresh(token))).rejects.toMatchObject({ error: 'invalid_grant' })
      expect(await grants.findByRefreshToken(token)).toBeUndefined()
    },
  )

  it('is started once for a grant: there is never a second chain [F-05]', async () => {
    const { grants } = world()
    const { token, grant } = await withRefresh(grants)

    await expect(grants.startRefresh(grant)).rejects.toMatchObject({
      error: 'invalid_grant',
      reason: 'refresh_started_before',
    })
    await expect(grants.rotateRefresh(presentRefresh(token))).resolves.toBeDefined()
  })

  it('can be looked at without being used up [AS-58]', async () => {
    const { grants } = world()
    const { token, grant } = await withRefresh(grants)
    expect(await grants.inspectRefresh(presentRefresh(token))).toEqual({ grant, scopes: grant.scopes })
    expect(await grants.inspectRefresh(presentRefresh(token))).toEqual({ grant, scopes: grant.scopes })
    await expect(grants.rotateRefresh(presentRefresh(token))).resolves.toMatchObject({ generation: 2, retry: false })
  })

  it('works after a restart, and across two processes [F-05]', async () => {
    const { grants, another } = world()
    const { token } = await withRefresh(grants)
    const { refreshToken } = await another().rotateRefresh(presentRefresh(token))
    await expect(grants.rotateRefresh(presentRefresh(refreshToken))).resolves.toMatchObject({ generation: 3 })
  })

  it('leads to its grant for whoever holds it, current or not [AS-63]', async () => {
    const { grants, runtime } = world()
    const { token, grant } = await withRefresh(grants)
    const { refreshToken } = await grants.rotateRefresh(presentRefresh(token))
    runtime.advance(DAY)

    expect(await grants.findByRefreshToken(refreshToken)).toEqual(grant)
    expect(await grants.findByRefreshToken(token)).toEqual(grant)
  })
})

it('tells when the refresh token of a grant was last used, and nothing before the first time or after the end', async () => {
  const { grants, runtime } = world()
  const { token, grant } = await withRefresh(grants)
  expect(await grants.lastRefreshAtMs(grant.grantId)).toBeUndefined()
  runtime.advance(DAY)
  await grants.rotateRefresh(presentRefresh(token))
  const usedAtMs = runtime.nowMs()
  runtime.advance(DAY)
  expect(await grants.lastRefreshAtMs(grant.grantId)).toBe(usedAtMs)
  await grants.revoke(grant.grantId, 'user')
  expect(await grants.lastRefreshAtMs(grant.grantId)).toBeUndefined()
  expect(await grants.lastRefreshAtMs('made up')).toBeUndefined()
})
