import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { start } from '../../src/trust/start.js'
import type { TrustedServer } from '../../src/trust/verify-trusted.js'
import { printTrustManifest } from '../../src/trust/print-manifest.js'
import type { FileEntry } from '../../src/trust/types.js'
import { approved, ECHO, fileEntry, manifestOf, privatePlace, verified, type Said } from './support.js'

const BIN = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))
const CANARY = 'q8ZpT3vN1xWm5RkY2bLd'

/** `sallyport trust run echo` in a process of its own. */
function runEcho(rest: Partial<FileEntry>, { files = { 'server.js': ECHO }, env = {} } = {}) {
  const [base, cache] = [privatePlace(), privatePlace()]
  const manifest = join(base, 'm.json')
  writeFileSync(manifest, printTrustManifest(manifestOf(approved(fileEntry(base, files, rest), base))))
  const options = ['--conditions=sallyport:source', '--import', import.meta.resolve('tsx')]
  const words = ['trust', 'run', 'echo', '--manifest', manifest, '--cache', cache]
  const child = spawn(process.execPath, [...options, BIN, ...words], { env: { PATH: process.env['PATH'], ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  // One that is refused does not read what it is sent.
  child.stdin.on('error', () => undefined)
  child.stdout.on('data', (piece: Buffer) => out.push(piece))
  child.stderr.on('data', (piece: Buffer) => err.push(piece))
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number,
    out: Buffer.concat(out),
    err: Buffer.concat(err).toString(),
    left: readdirSync(cache),
  }))
  return { child, ended, said: async () => (await once(child.stdout, 'data'))[0] as Buffer }
}

describe('trust run', () => {
  it('passes every byte on, withholds the environment, says on standard error what runs [F-56] [LO-05] [LO-07] [LO-08]', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) % 256))
    const env = { CANARY, LANG: 'C', NOTES_SECRET: CANARY.repeat(2), SALLYPORT_KEYS: CANARY }
    const secrets = { NOTES_TOKEN: { env: 'NOTES_SECRET', minLength: 32 } }
    const { child, ended } = runEcho({ env: ['LANG', 'NOT_SET'], set: { MODE: 'read' }, secrets }, { env })
    child.stdin.end(bytes)
    const { code, out, err, left } = await ended
    const end = out.indexOf('\n')
    const said = JSON.parse(out.subarray(0, end).toString()) as Said
    expect(said.env).toEqual({ LANG: 'C', MODE: 'read', NOTES_TOKEN: CANARY.repeat(2) })
    expect(out.subarray(end + 1).equals(bytes)).toBe(true)
    expect([code, left]).toEqual([0, []])
    expect(err).toMatch(
      /^sallyport: starting "echo", approved by ada at 2026-11-01T09:00:00Z: needed\nsallyport: .*\/node .*\/server\.js\n$/,
    )
    expect(err).not.toContain(CANARY)
  })

  it('hands signals on and ends as the server does [F-56]', async () => {
    const files = { 'server.js': `process.on('SIGTERM', () => process.exit(42));${ECHO}` }
    const { child, ended, said } = runEcho({}, { files })
    await said()
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 42, left: [] })
  })

  it('starts nothing without its secret, and standard output stays empty [F-56] [F-75] [LO-05]', async () => {
    const { ended } = runEcho({ secrets: { NOTES_TOKEN: { env: 'NOTES_SECRET' } } })
    const { code, out, err, left } = await ended
    expect([code, out.length, left]).toEqual([1, 0, []])
    expect(err).toContain('NOTES_SECRET: there is no secret')
  })
})

describe('arguments of a start', () => {
  const arguments_ = ['a b', '$(id)', '; rm -rf x', '`id`', '"', "'", '\n', '*', '', '%PATH%', 'ä\u202e']

  it('arrive word by word, and mean nothing to anybody but the server [F-56]', async () => {
    const [base, cacheDirectory] = [privatePlace(), privatePlace()]
    const entry = approved(
      fileEntry(base, { 'server.js': ECHO }, { extraArgs: 'values', command: ['node', 'server.js', ...arguments_] }),
      base,
    )
    const server = await verified(entry, { base, cacheDirectory, extraArgs: arguments_ })
    expect(server.args.slice(1)).toEqual([...arguments_, ...arguments_])
  })

  it.each([
    ['none', ['x']],
    ['none', ['']],
    ['values', ['-x']],
    ['values', ['ok', '--y=1']],
    ['any', ['a\0b']],
  ] as const)('are refused where "%s" may be added: %j [F-56]', async (extraArgs, added) => {
    const [base, cacheDirectory] = [privatePlace(), privatePlace()]
    const entry = approved(fileEntry(base, { 'server.js': ECHO }, { extraArgs }), base)
    const attempt = verified(entry, { base, cacheDirectory, extraArgs: added })
    await expect(attempt).rejects.toMatchObject({ reason: 'arguments_not_allowed' })
    expect(readdirSync(cacheDirectory)).toEqual([])
  })
})

describe('secrets of a server', () => {
  it.each([
    ['is not set', {}],
    ['is a placeholder', { NOTES_SECRET: 'your-notes-token-here' }],
    ['is short', { NOTES_SECRET: 'q8ZpT3' }],
  ])('a variable that %s refuses the start, and leaves nothing behind [F-75] [F-56]', async (_case, env) => {
    const [base, cacheDirectory] = [privatePlace(), privatePlace()]
    const entry = approved(fileEntry(base, { 'server.js': ECHO }, { secrets: { T: { env: 'NOTES_SECRET' } } }), base)
    const attempt = verified(entry, { base, cacheDirectory, env })
    await expect(attempt).rejects.toMatchObject({ reason: 'secret_refused' })
    await attempt.catch((error: unknown) => expect(String(error)).not.toContain(Object.values(env)[0] ?? 'nothing'))
    expect(readdirSync(cacheDirectory)).toEqual([])
  })

  it('come from a file that others cannot read [F-75] [F-56]', async () => {
    const [base, cacheDirectory] = [privatePlace(), privatePlace()]
    const entry = approved(fileEntry(base, { 'server.js': ECHO }, { secrets: { T: { file: 'token' } } }), base)
    const attempt = () => verified(entry, { base, cacheDirectory })
    await expect(attempt()).rejects.toMatchObject({ reason: 'secret_refused' })
    writeFileSync(join(base, 'token'), `${CANARY}\n`, { mode: 0o600 })
    expect((await attempt()).env).toEqual({ T: CANARY })
  })
})

describe('the end of a server', () => {
  const server = (command: string, args: readonly string[], cwd = '/'): TrustedServer => {
    return { name: 'x', command, args, env: {}, cwd, dangers: [], close: async () => undefined }
  }

  it('is told by its exit code, or by the signal [F-56]', async () => {
    const node = (code: string) => start(server(process.execPath, ['-e', code]), { stdio: 'pipe' })
    expect(await node('process.exit(7)')).toBe(7)
    expect(await node(`process.kill(process.pid, 'SIGKILL')`)).toBe(137)
  })

  it.each([
    ['a program that is not there', server('/no/such/program', [])],
    ['a folder that is not there', server(process.execPath, [], '/no/such/folder')],
  ])('comes before its beginning with %s [F-56]', async (_case, broken) => {
    await expect(start(broken, { stdio: 'pipe' })).rejects.toMatchObject({ reason: 'cannot_start' })
  })
})
