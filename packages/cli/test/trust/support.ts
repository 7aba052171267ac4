import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { create } from 'tar'
import { onTestFinished } from 'vitest'
import { findDangers } from '../../src/trust/dangers.js'
import { entryDigest } from '../../src/trust/entry-digest.js'
import { integrityOf, keepTarball } from '../../src/trust/tarball-store.js'
import type { FileEntry, NpmEntry, PinnedPackage, TrustEntry, TrustManifest } from '../../src/trust/types.js'
import { verifyTrusted, type TrustedServer, type VerifyTrustedOptions } from '../../src/trust/verify-trusted.js'

/** Not below /tmp, where this repository may lie: everybody may write there, so nothing is kept there. */
const PLACE = join(homedir(), '.cache', 'sallyport-tests')

/** A folder that nobody else can write to, gone after the test. */
export function privatePlace(): string {
  mkdirSync(PLACE, { recursive: true })
  const folder = mkdtempSync(join(PLACE, 'trust-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export type Files = Readonly<Record<string, string>>

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** The tarball of a package, as `npm publish` would send it. */
export function tarball(files: Files): Buffer {
  const folder = mkdtempSync(join(privatePlace(), 'pack-'))
  writeFiles(join(folder, 'package'), files)
  create({ cwd: folder, gzip: true, portable: true, noMtime: true, sync: true, file: join(folder, 'out.tgz') }, [
    'package',
  ])
  return readFileSync(join(folder, 'out.tgz'))
}

/** Says what it was started with, on one line; then gives back what it reads. */
export const ECHO = `
process.stdout.write(JSON.stringify({ args: process.argv.slice(2), env: process.env, cwd: process.cwd() }) + '\\n')
process.stdin.pipe(process.stdout)
`

export const echoPackage = (extra: Files = {}): Buffer =>
  tarball({ 'package.json': '{"name":"echo","version":"1.0.0","bin":"server.js"}', 'server.js': ECHO, ...extra })

export const RULES = { extraArgs: 'none', env: [] } as const

export async function npmEntry(
  cache: string,
  bytes = echoPackage(),
  { name = 'echo', packages = [], ...rest }: Partial<NpmEntry> & { packages?: readonly PinnedPackage[] } = {},
): Promise<NpmEntry> {
  await keepTarball(cache, bytes)
  const npm = { package: 'echo', version: '1.0.0', integrity: integrityOf(bytes), script: 'server.js', packages }
  return { ...RULES, name, npm, args: [], ...rest }
}

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** A server of files in a folder, each with its checksum. */
export function fileEntry(base: string, files: Files, rest: Partial<FileEntry> = {}): FileEntry {
  writeFiles(base, files)
  const pinned = Object.entries(files).map(([path, text]) => ({ path, sha256: sha256(text) }))
  return { ...RULES, name: 'echo', command: ['node', 'server.js'], files: pinned, ...rest }
}

export function approved<Entry extends TrustEntry>(entry: Entry, base = '/'): Entry {
  const dangers = [...new Set(findDangers(entry, base).map(({ rule }) => rule))]
  const approval = { by: 'ada', at: '2026-11-01T09:00:00Z', reason: 'needed', dangers, entry: entryDigest(entry) }
  return { ...entry, approval }
}

export const manifestOf = (...servers: TrustEntry[]): TrustManifest => ({ version: 1, servers })

/** Verifies an approved entry; whatever comes of it is gone after the test. */
export async function verified(entry: TrustEntry, options: VerifyTrustedOptions): Promise<TrustedServer> {
  const server = await verifyTrusted(manifestOf(entry), entry.name, { env: {}, offline: true, ...options })
  onTestFinished(() => server.close())
  return server
}

export interface Said {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
}

/** Starts what was verified, and reads what the echo server says. */
export function startEcho({ command, args, env, cwd }: TrustedServer): Said {
  const { stdout, stderr } = spawnSync(command, args, { env, cwd, input: '', encoding: 'utf8' })
  if (!stdout.startsWith('{')) throw new Error(stderr)
  return JSON.parse(stdout) as Said
}
