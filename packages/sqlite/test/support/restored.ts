import type { Store } from '@sallyport/core/store'
import { expect } from 'vitest'

const HOUR_MS = 3_600_000
const later = () => ({ expiresAtMs: Date.now() + HOUR_MS, indexes: ['user:a'] })

/** What a process remembers over a restore. */
export interface Remembered {
  /** The newest number of the log, and the one that the backup has. */
  readonly seq: number
  readonly backupSeq: number
  readonly newVersion: string
}

/** What is in the backup: a code, a refresh family, one revocation. */
export async function beforeBackup({ records, revocations }: Store): Promise<void> {
  await records.putIfAbsent('code:a', 'unspent', later())
  await records.putIfAbsent('family:a', 'generation 1', later())
  await revocations.append({ kind: 'gid', id: 'known', revokedAtMs: Date.now(), expiresAtMs: Date.now() + HOUR_MS })
}

/** What came after it, and is gone with it. */
export async function afterBackup({ records, revocations }: Store): Promise<Remembered> {
  const backupSeq = await revocations.seq()
  expect((await records.take('code:a'))?.value).toBe('unspent')
  const old = await records.get('family:a')
  expect(await records.compareAndSwap('family:a', old?.version ?? '', 'generation 2', later())).toBe(true)
  for (const id of ['later', 'latest'])
    await revocations.append({ kind: 'gid', id, revokedAtMs: Date.now(), expiresAtMs: Date.now() + HOUR_MS })
  const newVersion = (await records.get('family:a'))?.version ?? ''
  return { seq: await revocations.seq(), backupSeq, newVersion }
}

/**
 * What a restore means: the past is back, and whoever remembers more than that is told to forget. The log goes on above
 * all numbers that it has ever given.
 */
export async function expectThePast({ records, revocations }: Store, remembered: Remembered): Promise<void> {
  const { seq, backupSeq, newVersion } = remembered
  expect(await revocations.since(seq)).toEqual({ seq: backupSeq, tombstones: undefined })
  expect((await revocations.find([{ kind: 'gid', id: 'known' }])).length).toBe(1)
  expect(await revocations.find(['later', 'latest'].map((id) => ({ kind: 'gid', id })))).toEqual([])
  expect(await records.compareAndSwap('family:a', newVersion, 'generation 3', later())).toBe(false)
  expect((await records.get('family:a'))?.value).toBe('generation 1')
  expect((await records.take('code:a'))?.value).toBe('unspent')
  expect((await records.listByIndex('user:a', undefined, 10)).keys).toEqual(['family:a'])
  for (const id of ['new', 'newer'])
    expect(await revocations.append({ kind: 'gid', id, revokedAtMs: 1, ...later() })).toBeGreaterThan(seq)
  expect((await revocations.since(seq)).tombstones?.map(({ id }) => id)).toEqual(['new', 'newer'])
}
