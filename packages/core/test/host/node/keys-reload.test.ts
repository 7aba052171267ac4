import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { AuditInput } from '../../../src/audit/index.js'
import { keysFromFile, type KeysFromFileOptions } from '../../../src/host/node/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { generateKey, generateKeySet, type KeyFile } from '../../../src/primitives/keys/index.js'
import { memoryStore } from '../../../src/store/index.js'

const file = await generateKeySet()
const added = await generateKey({ purpose: 'cookies' })
const more: KeyFile = { keys: [...file.keys, added] }

const replaceByPipe = (path: string): void => {
  unlinkSync(path)
  execFileSync('mkfifo', ['-m', '600', path])
}

const replaceByFolder = (path: string): void => {
  unlinkSync(path)
  mkdirSync(path, { mode: 0o700 })
}

async function world(options: KeysFromFileOptions = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-reload-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'keys.json')
  const write = (text: string, mode = 0o600) => {
    writeFileSync(`${path}.tmp`, text, { mode })
    chmodSync(`${path}.tmp`, mode)
    renameSync(`${path}.tmp`, path)
  }
  write(JSON.stringify(file))
  const events: AuditInput[] = []
  const runtime = fakeRuntime()
  const audit = { record: (event: AuditInput) => void events.push(event) }
  const keys = await keysFromFile(path, options).load({ audit, runtime, records: memoryStore({}, runtime).records })
  const look = async () => {
    runtime.advance(60_000)
    await keys.reload?.('due')
    return keys.cookies.length
  }
  return { path, write, events, runtime, keys, look }
}

it('follows a file that is replaced [F-06]', async () => {
  const { write, look, events } = await world()
  expect(await look()).toBe(1)
  write(JSON.stringify(more))
  expect(await look()).toBe(2)
  write(JSON.stringify(file))
  expect(await look()).toBe(1)
  expect(events.map(({ kind }) => kind)).toEqual(['keys.reloaded', 'keys.reloaded'])
  expect(events[1]).toMatchObject({ added: [], removed: [added.kid] })
})

it.each([
  ['readable by its group', (path: string) => chmodSync(path, 0o640), 'read by other users'],
  ['readable by everybody', (path: string) => chmodSync(path, 0o604), 'read by other users'],
  ['gone', (path: string) => unlinkSync(path), 'does not exist'],
  ['cut off', (path: string) => writeFileSync(path, '{"keys":[{"kty":'), 'not JSON'],
  ['empty', (path: string) => writeFileSync(path, ''), 'not JSON'],
  ['a pipe that nobody writes into', (path: string) => replaceByPipe(path), 'is not a file'],
  ['a folder', (path: string) => replaceByFolder(path), 'is not a file'],
  ['many megabytes long', (path: string) => truncateSync(path, 3_000_000_000), 'too large'],
])('keeps its keys when the file is %s, and says so once [F-06] [F-75]', async (_case, harm, problem) => {
  const { path, write, look, events, keys } = await world()
  harm(path)
  for (let time = 0; time < 3; time++) expect(await look()).toBe(1)
  expect(events).toEqual([
    {
      kind: 'keys.failed',
      outcome: 'refused',
      reason: 'keys_unusable',
      problem: expect.stringContaining(problem) as string,
    },
  ])
  await expect(Promise.resolve(keys.reload?.('now'))).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  rmSync(path, { recursive: true, force: true })
  write(JSON.stringify(more))
  expect(await look()).toBe(2)
})

it('says each time that the file has gone [F-06]', async () => {
  const { path, look, events } = await world()
  for (let time = 0; time < 2; time++) {
    renameSync(path, `${path}.away`)
    await look()
    renameSync(`${path}.away`, path)
    expect(await look()).toBe(1)
  }
  expect(events.map(({ kind }) => kind).filter((kind) => kind === 'keys.failed')).toHaveLength(2)
})

it('takes the keys again when only the mode is put right [F-06]', async () => {
  const { path, write, look } = await world()
  write(JSON.stringify(more), 0o644)
  expect(await look()).toBe(1)
  chmodSync(path, 0o600)
  expect(await look()).toBe(2)
})

it('reads once with reloadMs 0, until it is told to read again [F-06]', async () => {
  const { write, look, keys } = await world({ reloadMs: 0 })
  write(JSON.stringify(more))
  expect(await look()).toBe(1)
  await keys.reload?.('now')
  expect(keys.cookies).toHaveLength(2)
})

it.each([-1, 1.5, Infinity, '60s'])('refuses a reloadMs of %s [F-75]', (reloadMs) => {
  expect(() => keysFromFile('keys.json', { reloadMs: reloadMs as number })).toThrow(
    expect.objectContaining({ code: 'ERR_CONFIG' }),
  )
})
