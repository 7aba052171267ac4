import { lstat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { INTERPRETERS } from './danger-rules.js'
import type { TrustEntry } from './types.js'
import { UntrustedError } from './untrusted.js'

/** Folders in which Node looks for packages that a file does not bring along. */
function* above(folder: string): Generator<string> {
  for (let up = dirname(folder); ; up = dirname(up)) {
    if (basename(up) !== 'node_modules') yield join(up, 'node_modules')
    if (dirname(up) === up) return
  }
}

/** @returns whether Node, or something that finds packages as it does, runs the entry */
function isRunByNode(entry: TrustEntry): boolean {
  if ('npm' in entry) return true
  const [node] = INTERPRETERS
  return node?.program.test(basename(entry.command[0] ?? '')) === true
}

/**
 * That a server finds no packages but those that were verified. Node's way of looking for them cannot be switched off, so
 * there must be nothing to be found.
 *
 * @param folder of the verified copy
 * @throws {UntrustedError} `unsafe_folder`
 */
export async function assertNothingAbove(entry: TrustEntry, folder: string): Promise<void> {
  await assertNone(entry, above(folder), 'Remove it, or choose a folder outside of that one with --cache.')
}

/** The same for the old places in the home folder, which Node knows by the environment of the server. */
export async function assertNothingAtHome(
  entry: TrustEntry,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const home = env[process.platform === 'win32' ? 'USERPROFILE' : 'HOME']
  if (home === undefined || home === '') return
  const places = [join(home, '.node_modules'), join(home, '.node_libraries')]
  await assertNone(entry, places, 'Remove it, or give the server no HOME.')
}

async function assertNone(entry: TrustEntry, places: Iterable<string>, fix: string): Promise<void> {
  if (!isRunByNode(entry)) return
  for (const place of places) {
    const stats = await lstat(place).catch(() => undefined)
    if (stats === undefined) continue
    throw new UntrustedError(
      'unsafe_folder',
      `Node would also load packages from ${place}, which nobody verified.`,
      fix,
    )
  }
}
