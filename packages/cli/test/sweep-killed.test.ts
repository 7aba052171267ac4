import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { generateKeySet, keysFor, parseKeySet, type KeyFile } from '@sallyport/core/keys'
import { createSealer, sealedBy } from '@sallyport/core/sealing'
import { sqliteStore } from '@sallyport/sqlite'
import { connect, refresh } from '../../core/test/compositions/authorization-server/steps.js'
import { balanced, startMember } from './support/deployment.js'
import { folder, sallyportHere } from './support/desk.js'

/** More than two pages of the sweep. */
const GRANTS = 60

/** What the tokens of the provider in this database are sealed as, by key of the record. */
async function sealedIn(database: string): Promise<ReadonlyMap<string, string>> {
  const { records, close } = sqliteStore({ path: database })
  const { keys } = await records.listByIndex('kind:upstream', undefined, 1_000)
  const entries = keys.map(async (key): Promise<[string, string]> => {
    const { sealed = '' } = JSON.parse((await records.get(key))?.value ?? '{}') as { sealed?: string }
    return [key, sealed]
  })
  const found = new Map(await Promise.all(entries))
  await close()
  return found
}

it('loses nothing when a process is killed while it encrypts anew, and the next one finishes [F-02] [F-06]', async () => {
  const [database, keyPath] = [join(folder(), 'store.db'), join(folder(), 'keys.json')]
  const file: KeyFile = await generateKeySet()
  writeFileSync(keyPath, JSON.stringify(file), { mode: 0o600 })
  const old = file.keys.find(({ purpose }) => purpose === 'vault')?.kid ?? ''
  const doomed = await startMember(database, keyPath, 100)
  const people = []
  for (let index = 0; index < GRANTS; index++) {
    people.push(await connect(balanced([doomed]), {}, `person-${String(index)}`))
  }
  expect(await sallyportHere('rotate', '--file', keyPath, '--purpose', 'vault', '--lead', '0')).toBe(0)
  await doomed.ask({ do: 'reloadKeys' })
  await expect(doomed.ask({ do: 'reencrypt', thenDie: true })).rejects.toThrow('the process has ended')

  const half = [...(await sealedIn(database)).values()].map((sealed) => sealedBy(sealed))
  expect(half).toHaveLength(GRANTS)
  expect(half).toContain(old)
  expect(half.some((kid) => kid !== old)).toBe(true)

  const next = await startMember(database, keyPath, 100)
  const result = await next.ask<{ failed: number; rewritten: number; keysInUse: string[] }>({ do: 'reencrypt' })
  expect(result.failed).toBe(0)
  expect(result.rewritten).toBeLessThan(GRANTS)
  expect(result.keysInUse).not.toContain(old)

  expect(await sallyportHere('retire', '--file', keyPath, old, '--reencrypted')).toBe(0)
  await next.ask({ do: 'reloadKeys' })
  const keys = await parseKeySet(readFileSync(keyPath, 'utf8'))
  const sealer = createSealer(keysFor(keys, 'vault'), 'vault')
  for (const [key, sealed] of await sealedIn(database)) expect(await sealer.open(sealed, key)).toContain('accessToken')
  for (const { clientId, tokens } of people) {
    expect((await refresh(balanced([next]), clientId, tokens.refresh_token)).status).toBe(200)
  }
}, 90_000)
