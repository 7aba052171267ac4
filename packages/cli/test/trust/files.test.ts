import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { materialiseFiles } from '../../src/trust/materialise-files.js'
import type { FileEntry } from '../../src/trust/types.js'
import { approved, ECHO, fileEntry, privatePlace, sha256, startEcho, verified } from './support.js'

function desk(rest: Partial<FileEntry> = {}, files: Readonly<Record<string, string>> = { 'server.js': ECHO }) {
  const [base, cacheDirectory] = [privatePlace(), privatePlace()]
  const entry = approved(fileEntry(base, files, rest), base)
  return {
    base,
    cacheDirectory,
    entry,
    server: join(base, 'server.js'),
    verify: () => verified(entry, { base, cacheDirectory }),
  }
}

const EVIL = `require('node:fs').writeFileSync(process.env.CANARY ?? '/dev/null', 'evil')`

describe('a server of files', () => {
  it('starts from copies that have the checksums, in an empty folder of its own [F-56]', async () => {
    const { verify, cacheDirectory, base } = desk()
    const server = await verify()
    expect(server.command).toBe(process.execPath)
    expect(server.args[0]).toMatch(new RegExp(`^${cacheDirectory}/run-`))
    expect(startEcho(server)).toEqual({ args: [], env: {}, cwd: server.cwd })
    expect(readdirSync(server.cwd)).toEqual([])
    expect(server.cwd.startsWith(base)).toBe(false)
    await server.close()
    expect(readdirSync(cacheDirectory)).toEqual([])
  })

  it('finds what belongs to it beside it, as in the original [F-56]', async () => {
    const files = { 'server.js': `import './lib/echo.js'`, 'lib/echo.js': ECHO, 'package.json': '{"type":"module"}' }
    expect(startEcho(await desk({}, files).verify()).args).toEqual([])
  })

  it('does not find what nobody verified beside it [F-56]', async () => {
    const { verify, base } = desk({}, { 'server.js': `require('./lib.js')` })
    writeFileSync(join(base, 'lib.js'), ECHO)
    const server = await verify()
    expect(() => startEcho(server)).toThrow('Cannot find module')
  })

  it.each([
    ['one byte more', (path: string) => appendFileSync(path, ' ')],
    ['one byte other', (path: string) => writeFileSync(path, ECHO.replace('args', 'argz'))],
    ['nothing in it', (path: string) => writeFileSync(path, '')],
    [
      'another one in its place',
      (path: string) => (writeFileSync(`${path}.new`, EVIL), renameSync(`${path}.new`, path)),
    ],
    [
      'a link in its place',
      (path: string) => (rmSync(path), writeFileSync(`${path}.evil`, EVIL), symlinkSync(`${path}.evil`, path)),
    ],
  ])('is refused with %s [F-56]', async (_case, change) => {
    const { verify, server, cacheDirectory } = desk()
    change(server)
    await expect(verify()).rejects.toMatchObject({ reason: 'file_changed' })
    expect(readdirSync(cacheDirectory)).toEqual([])
  })

  it.each([
    ['nothing', (path: string) => rmSync(path)],
    ['a folder', (path: string) => (rmSync(path), mkdirSync(path))],
    ['a pipe that nobody writes into', (path: string) => (rmSync(path), execFileSync('mkfifo', [path]))],
    ['a link to nowhere', (path: string) => (rmSync(path), symlinkSync('/nowhere', path))],
    ['a link to itself', (path: string) => (rmSync(path), symlinkSync(path, path))],
    ['a device', (path: string) => (rmSync(path), symlinkSync('/dev/zero', path))],
  ])('is refused with %s in its place, at once [F-56]', async (_case, change) => {
    const { verify, server, cacheDirectory } = desk()
    change(server)
    await expect(verify()).rejects.toMatchObject({ reason: 'file_missing' })
    expect(readdirSync(cacheDirectory)).toEqual([])
  })

  it('starts what was verified, whatever is put in its place after that [F-56]', async () => {
    const { verify, server, base } = desk()
    const canary = join(base, 'canary')
    const ready = await verify()
    writeFileSync(server, EVIL.replace('process.env.CANARY', JSON.stringify(canary)))
    expect(startEcho(ready).args).toEqual([])
    expect(existsSync(canary)).toBe(false)
  })

  it('either refuses or starts the right file while a link is swapped all the time [F-56]', async () => {
    const { entry, base, server } = desk()
    const [good, evil] = [`${server}.good`, `${server}.evil`]
    renameSync(server, good)
    writeFileSync(evil, EVIL)
    symlinkSync(good, server)
    let swaps = 0
    const point = (to: string): void => {
      symlinkSync(to, `${server}.next`)
      renameSync(`${server}.next`, server)
      swaps += 1
    }
    let done = false
    const swapper = (async () => {
      while (!done) {
        point(swaps % 2 === 0 ? evil : good)
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    const outcomes = { started: 0, refused: 0 }
    for (let i = 0; i < 150; i++) {
      const folder = join(base, `run-${String(i)}`)
      await mkdir(folder)
      try {
        const [, script = ''] = await materialiseFiles(entry, base, folder)
        expect(sha256(readFileSync(script))).toBe(sha256(ECHO))
        outcomes.started += 1
      } catch (error) {
        expect(error).toMatchObject({ reason: 'file_changed' })
        outcomes.refused += 1
      }
    }
    done = true
    await swapper
    expect(swaps).toBeGreaterThan(100)
    expect(outcomes.started + outcomes.refused).toBe(150)
    expect(outcomes.refused).toBeGreaterThan(0)
  })

  it('hashes what it writes: a file that grows while it is read is refused or whole [F-56]', async () => {
    const big = `//${'x'.repeat(4_000_000)}\n${ECHO}`
    const { entry, base, server } = desk({}, { 'server.js': big })
    const attempt = materialiseFiles(entry, base, join(base, 'run'))
    setImmediate(() => appendFileSync(server, EVIL))
    const copied = await attempt.then(
      ([, script = '']) => sha256(readFileSync(script)),
      (error: unknown) => (error as { reason: string }).reason,
    )
    expect([sha256(big), 'file_changed']).toContain(copied)
  })

  it('copies are for this user only, and programs stay programs [F-56]', async () => {
    const { verify, server } = desk()
    chmodSync(server, 0o777)
    const { args } = await verify()
    expect(statSync(args[0] ?? '').mode & 0o777).toBe(0o500)
  })

  it('refuses a script that names its own interpreter [F-56]', async () => {
    const { verify } = desk({ command: ['server.js'] }, { 'server.js': '#!/usr/bin/env node\n' })
    await expect(verify()).rejects.toMatchObject({ reason: 'script_without_interpreter' })
  })

  it('refuses a file that is named in two ways [F-56]', async () => {
    const { verify } = desk({
      files: ['server.js', './server.js'].map((path) => ({ path, sha256: sha256(ECHO) })),
    })
    await expect(verify()).rejects.toMatchObject({ reason: 'manifest_invalid' })
  })

  it('starts an interpreter from a copy, too [F-56]', async () => {
    const [base, cacheDirectory] = [privatePlace(), privatePlace()]
    const shell = readFileSync('/bin/sh')
    const files = [
      { path: '/bin/sh', sha256: sha256(shell) },
      { path: './s.sh', sha256: sha256('echo "{}$0"') },
    ]
    writeFileSync(join(base, 's.sh'), 'echo "{}$0"')
    const entry = approved({ ...fileEntry(base, {}), command: ['/bin/sh', './s.sh'], files }, base)
    const { command, args } = await verified(entry, { base, cacheDirectory })
    expect(execFileSync(command, args, { encoding: 'utf8' })).toBe(`{}${args[0] ?? ''}\n`)
    expect([command, ...args].every((path) => path.startsWith(cacheDirectory))).toBe(true)
  })
})
