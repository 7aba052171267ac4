import { entry, same, type ContractEntry } from './contract-check.js'

const HOUR_MS = 3_600_000

export const sweepChecks: readonly ContractEntry[] = [
  entry('sweeps expired records, tombstones and full buckets until nothing is left', async (fixture) => {
    const { records, revocations, buckets } = fixture.store
    const [soon, later] = [fixture.nowMs() + 400, fixture.nowMs() + HOUR_MS]
    const kinds = ['grant', 'code', 'form-used', 'session']
    for (const [i, kind] of kinds.entries())
      await records.putIfAbsent(`${kind}:${i}`, 'x', { expiresAtMs: soon, indexes: ['user:a', `kind:${kind}`] })
    await records.putIfAbsent('grant:live', 'x', { expiresAtMs: later, indexes: ['user:a'] })
    for (const id of ['a', 'b', 'c'])
      await revocations.append({ kind: 'jti', id, revokedAtMs: 0, expiresAtMs: id === 'c' ? later : soon })
    const bucket = { burst: 2, cost: 1, intervalMs: 200 }
    await buckets.debit([{ ...bucket, key: 'user:short' }])
    await buckets.debit([{ ...bucket, key: 'address:short' }])
    await buckets.debit([{ ...bucket, key: 'user:long', intervalMs: HOUR_MS }])
    await fixture.advance(401)

    const swept: number[] = []
    do swept.push(await records.sweepExpired(3))
    while (swept.at(-1) !== 0 && swept.length < 20)
    same(swept.at(-1), 0, `the last of ${swept.join(', ')}`)
    same(Math.max(...swept) <= 3, true, `no more than asked for: ${swept.join(', ')}`)
    same(swept.reduce((sum, each) => sum + each, 0) >= 6, true, `records and tombstones: ${swept.join(', ')}`)
    same(await records.listByIndex('user:a', undefined, 10), { keys: ['grant:live'] }, 'index')
    same((await revocations.find(['a', 'b', 'c'].map((id) => ({ kind: 'jti', id })))).length, 1, 'live tombstones')
    same((await revocations.since(0)).tombstones, undefined, 'a reader from before')
    same(
      (await buckets.debit([{ ...bucket, key: 'user:long', cost: 2, intervalMs: HOUR_MS }])).allowed,
      false,
      'in use',
    )
  }),
  entry('sweeps nothing when it may sweep nothing', async (fixture) => {
    const { records } = fixture.store
    await records.putIfAbsent('code:a', 'x', { expiresAtMs: fixture.nowMs() + 100 })
    await fixture.advance(101)
    same(
      [await records.sweepExpired(0), await records.sweepExpired(1), await records.sweepExpired(1)],
      [0, 1, 0],
      'swept',
    )
  }),
]
