import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { visible, type ScanFinding } from '@sallyport/core/tool-guard'
import { findDangers } from './dangers.js'
import { assertApproved } from './entry-digest.js'
import { environmentOf } from './environment.js'
import { materialiseFiles } from './materialise-files.js'
import { materialiseNpm } from './materialise-npm.js'
import { assertNothingAbove, assertNothingAtHome } from './outer-packages.js'
import { parseTrustManifest } from './parse-manifest.js'
import { printTrustManifest } from './print-manifest.js'
import { defaultCacheDirectory, ownFolder, privateFolder, removeStale } from './private-folder.js'
import type { TrustEntry, TrustManifest } from './types.js'
import type { UnpackLimits } from './unpack-room.js'
import { UntrustedError } from './untrusted.js'

export interface VerifyTrustedOptions extends UnpackLimits {
  /** What relative paths of the manifest begin at: its folder. Default: the working directory. */
  readonly base?: string | undefined
  /** Arguments to add, if the entry allows them. */
  readonly extraArgs?: readonly string[] | undefined
  /** Where variables and secrets are taken from. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Where fetched packages are kept. Nobody else may be able to write there. Default: by the custom of the system. */
  readonly cacheDirectory?: string | undefined
  /** Start what is kept, and ask no registry. Default `false`. */
  readonly offline?: boolean | undefined
}

/** A server that is what the manifest says, ready to be started without a shell. */
export interface TrustedServer {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly dangers: readonly ScanFinding[]
  /** Removes the verified copy. Call it when the server has ended. */
  close(): Promise<void>
}

/** The entry of a name. @throws {UntrustedError} `unknown_server` */
export function entryNamed({ servers }: TrustManifest, name: string): TrustEntry {
  const found = servers.find((entry) => entry.name === name)
  if (found) return found
  throw new UntrustedError(
    'unknown_server',
    `There is no server "${visible(name.slice(0, 100))}" in the manifest.`,
    servers.length === 0 ? 'It names none.' : `It names: ${servers.map((entry) => entry.name).join(', ')}`,
  )
}

/** That every danger found now is one that was accepted. */
function assertDangersAccepted({ name }: TrustEntry, accepted: readonly string[], found: readonly ScanFinding[]): void {
  const fresh = found.find(({ rule }) => !accepted.includes(rule))
  if (!fresh) return
  throw new UntrustedError(
    'new_danger',
    `"${name}" has a danger that nobody has accepted: ${fresh.rule} (${fresh.excerpt}).`,
    `Look at it, then run: sallyport trust approve ${name}`,
  )
}

function withExtra({ name, extraArgs }: TrustEntry, extra: readonly string[]): readonly string[] {
  const refuse = (what: string): never => {
    throw new UntrustedError(
      'arguments_not_allowed',
      `"${name}" may not be started with ${what}.`,
      'Arguments belong into the manifest, where they are reviewed.',
    )
  }
  if (extra.length > 0 && extraArgs === 'none') refuse('more arguments')
  if (extraArgs === 'values' && extra.some((word) => word.startsWith('-'))) refuse('more options')
  if (extra.some((word) => word.includes('\0'))) refuse('a NUL character')
  return extra
}

/** Approval and dangers: what can be said before anything is read or fetched. */
export function assertEntryAccepted(entry: TrustEntry, base: string): readonly ScanFinding[] {
  const { dangers } = assertApproved(entry)
  const found = findDangers(entry, base)
  assertDangersAccepted(entry, dangers, found)
  return found
}

/**
 * Verifies a server and makes it ready to start (F-56). What was verified is what is started: packages are unpacked from
 * the very bytes that were hashed, files are copied while they are hashed, both into a folder that only this user can read;
 * whatever happens to the originals afterwards changes nothing. Only what is approved gets that far.
 *
 * Not covered: another process of the same user, which can change anything of that user's.
 *
 * @throws {UntrustedError} with a `reason`; then nothing was started and nothing is left behind
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { parseTrustManifest, verifyTrusted } from '@sallyport/cli'
 *
 * async function connect(start: (command: string, args: readonly string[], env: object, cwd: string) => Promise<void>) {
 *   const manifest = parseTrustManifest(await readFile('mcp-servers.trust.json'))
 *   const server = await verifyTrusted(manifest, 'files')
 *   try {
 *     await start(server.command, server.args, server.env, server.cwd)
 *   } finally {
 *     await server.close()
 *   }
 * }
 * ```
 */
export async function verifyTrusted(
  manifest: TrustManifest,
  name: string,
  options: VerifyTrustedOptions = {},
): Promise<TrustedServer> {
  const { base = process.cwd(), extraArgs = [], env = process.env } = options
  // Read once, and held to the same rules as a file: whoever made it, and whatever becomes of it meanwhile.
  const entry = entryNamed(parseTrustManifest(printTrustManifest(manifest)), name)
  const dangers = assertEntryAccepted(entry, base)
  const extra = withExtra(entry, extraArgs)
  const { command, folder } = await materialise(entry, base, options)
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const [program = '', ...args] = [...command, ...extra]
    const cwd = entry.cwd === undefined ? join(folder, 'work') : resolve(base, entry.cwd)
    if (entry.cwd === undefined) await mkdir(cwd, { mode: 0o700 })
    const variables = await environmentOf(entry, env, base)
    await assertNothingAtHome(entry, variables)
    return { name, command: program, args, env: variables, cwd, dangers, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A verified copy, and the command that starts it. @throws {UntrustedError} */
export async function materialise(
  entry: TrustEntry,
  base: string,
  { cacheDirectory = defaultCacheDirectory(), offline, env, ...limits }: VerifyTrustedOptions,
): Promise<{ readonly command: readonly string[]; readonly folder: string }> {
  const cache = await privateFolder(cacheDirectory)
  await removeStale(cache)
  const folder = await ownFolder(cache, 'run')
  try {
    await assertNothingAbove(entry, folder)
    // Node looks for the nearest one above a file; none from above our folder has a say.
    await writeFile(join(folder, 'package.json'), '{}\n', { mode: 0o600 })
    if (!('npm' in entry)) return { command: await materialiseFiles(entry, base, join(folder, 'files')), folder }
    const script = await materialiseNpm(entry.npm, folder, { ...limits, cache, offline, npmEnv: env })
    return { command: [process.execPath, script, ...entry.args], folder }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}
