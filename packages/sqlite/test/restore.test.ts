import Database from 'libsql'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sqliteStore } from '../src/index.js'
import { temporaryDirectory } from './support/directory.js'
import { afterBackup, beforeBackup, expectThePast } from './support/restored.js'

it('brings the past back with a copy that VACUUM INTO made while it was in use [F-92]', async () => {
  const folder = temporaryDirectory()
  const [path, copy] = [join(folder, 'sallyport.db'), join(folder, 'copy.db')]
  const store = sqliteStore({ path })
  await beforeBackup(store)
  const writing = Array.from({ length: 20 }, (_, i) => store.records.putIfAbsent(`flow:${String(i)}`, 'x', soon()))
  const admin = new Database(path)
  admin.exec(`VACUUM INTO '${copy}'`)
  admin.close()
  await Promise.all(writing)
  const remembered = await afterBackup(store)
  await store.close()

  renameSync(copy, path)
  // What the log of the newer file holds is no part of the older one.
  for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true })
  const restored = sqliteStore({ path })
  await expectThePast(restored, remembered)
  const check = new Database(path)
  expect(check.prepare('PRAGMA integrity_check').raw().get()).toEqual(['ok'])
  check.close()
  await restored.close()
})

const soon = () => ({ expiresAtMs: Date.now() + 60_000 })
