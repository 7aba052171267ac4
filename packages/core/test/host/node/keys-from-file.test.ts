import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { AuditInput } from '../../../src/audit/index.js'
import { systemRuntime } from '../../../src/foundation/index.js'
import { keysFromFile } from '../../../src/host/node/index.js'
import { generateKeySet, type KeySet } from '../../../src/primitives/keys/index.js'
import { memoryStore } from '../../../src/store/index.js'

function context() {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-keys-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const events: AuditInput[] = []
  const audit = { record: (event: AuditInput) => void events.push(event) }
  const { records } = memoryStore()
  return { directory, path: join(directory, 'keys.json'), events, audit, runtime: systemRuntime, records }
}

const kidsOf = ({ signing, vault, cookies, sealing, refresh }: KeySet) =>
  [signing, vault, cookies, sealing, refresh].map(([key]) => key?.kid)

const owned = (path: string, text: string) => writeFileSync(path, text, { mode: 0o600 })

describe('keysFromFile', () => {
  it.each([
    ['does not exist', () => undefined, 'does not exist'],
    ['is a directory', (path: string) => mkdirSync(path, { mode: 0o700 }), 'is not a file'],
    ['is empty', (path: string) => owned(path, ''), 'not JSON'],
    ['is cut off', (path: string) => owned(path, '{"keys":[{"kty":"O'), 'not JSON'],
    ['holds no keys', (path: string) => owned(path, '{"keys":[]}'), 'keys'],
  ])('refuses to start when the file %s [F-06] [F-75]', async (_case, prepare, problem) => {
    const world = context()
    prepare(world.path)
    const failure: unknown = await keysFromFile(world.path)
      .load(world)
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'ERR_CONFIG' })
    expect(String(failure)).toContain(problem)
  })

  it.each([0o644, 0o640, 0o604, 0o660])(
    'refuses a file with mode %o: others could read it [F-06] [F-75]',
    async (mode) => {
      const world = context()
      owned(world.path, JSON.stringify(await generateKeySet()))
      chmodSync(world.path, mode)
      await expect(keysFromFile(world.path).load(world)).rejects.toMatchObject({
        code: 'ERR_CONFIG',
        fix: `Run: chmod 600 ${world.path}`,
      })
    },
  )

  it('reads the keys of its owner [F-06]', async () => {
    const world = context()
    const file = await generateKeySet({ alg: 'ES256' })
    owned(world.path, JSON.stringify(file))
    const keys = await keysFromFile(world.path).load(world)
    expect(keys.signing[0]?.alg).toBe('ES256')
    expect(kidsOf(keys)).toEqual(file.keys.map(({ kid }) => kid))
    expect(world.events).toEqual([])
  })

  it('creates a file for its owner only, once, and says so [F-06]', async () => {
    const world = context()
    const source = keysFromFile(world.path, { create: true })
    const first = kidsOf(await source.load(world))
    expect(statSync(world.path).mode & 0o777).toBe(0o600)
    expect(kidsOf(await keysFromFile(world.path).load(world))).toEqual(first)
    expect(kidsOf(await source.load(world))).toEqual(first)
    expect(world.events).toEqual([{ kind: 'keys.generated', outcome: 'noted', purposes: ['all'] }])
    expect(readdirSync(world.directory)).toEqual(['keys.json'])
  })

  it('never replaces what is there, broken or not [F-06]', async () => {
    const world = context()
    owned(world.path, 'precious')
    await expect(keysFromFile(world.path, { create: true }).load(world)).rejects.toMatchObject({ code: 'ERR_CONFIG' })
    expect(readFileSync(world.path, 'utf8')).toBe('precious')
  })

  it('agrees on one file when 20 start at the same time [F-06]', async () => {
    const world = context()
    const sets = await Promise.all(
      Array.from({ length: 20 }, () => keysFromFile(world.path, { create: true }).load(world)),
    )
    expect(new Set(sets.map((keys) => kidsOf(keys).join())).size).toBe(1)
    expect(world.events).toHaveLength(1)
    expect(readdirSync(world.directory)).toEqual(['keys.json'])
  })

  it('starts beside the draft of a process that was killed [F-06]', async () => {
    const world = context()
    owned(`${world.path}.${String(process.pid)}.new`, '{"keys":')
    await expect(keysFromFile(world.path, { create: true }).load(world)).resolves.toBeDefined()
  })

  it('names the file where its directory is missing [F-06]', async () => {
    const world = context()
    const path = join(world.directory, 'missing', 'keys.json')
    await expect(keysFromFile(path, { create: true }).load(world)).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      problem: expect.stringContaining(path) as string,
    })
  })

  it('refuses options it does not know', () => {
    expect(() => keysFromFile('keys.json', { mode: 0o644 } as object)).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }),
    )
  })
})
