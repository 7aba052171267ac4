import { lstat, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { becomeProject, npm } from './npm-command.js'
import { ownFolder } from './private-folder.js'
import { integrityOf, keepTarball, MAX_TARBALL_BYTES, type TarballPin } from './tarball-store.js'
import { UntrustedError } from './untrusted.js'

/** So that the line stays short enough for every system. */
const PER_CALL = 100

const specOf = ({ name, version }: TarballPin): string => `${name}@${version}`

/** As npm names it: `@a/b-c` and `@a-b/c` of one version share a name, so they must not be fetched in one call. */
const fileOf = ({ name, version }: TarballPin): string => `${name.replace('@', '').replace('/', '-')}-${version}.tgz`

function inCalls(pins: readonly TarballPin[]): readonly (readonly TarballPin[])[] {
  const calls: Map<string, TarballPin>[] = []
  for (const pin of pins) {
    const file = fileOf(pin)
    const free = calls.find((call) => call.size < PER_CALL && !call.has(file))
    if (free) free.set(file, pin)
    else calls.push(new Map([[file, pin]]))
  }
  return calls.map((call) => [...call.values()])
}

async function fetchCall(
  cache: string,
  pins: readonly TarballPin[],
  env: NodeJS.ProcessEnv | undefined,
): Promise<void> {
  const folder = await ownFolder(cache, 'fetch')
  try {
    await becomeProject(folder)
    await npm(['pack', `--pack-destination=${folder}`, '--', ...pins.map(specOf)], folder, env)
    const wanted = new Set(pins.map(({ integrity }) => integrity))
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.tgz')) continue
      const { size } = await lstat(join(folder, name))
      if (size > MAX_TARBALL_BYTES) {
        const most = `${String(MAX_TARBALL_BYTES)} bytes`
        throw new UntrustedError('too_large', `${name} of the registry has more than ${most}.`, 'Do not start it.')
      }
      const bytes = await readFile(join(folder, name))
      // A file is known by what is in it, not by what npm called it.
      if (wanted.delete(integrityOf(bytes))) await keepTarball(cache, bytes)
    }
    const other = pins.find(({ integrity }) => wanted.has(integrity))
    if (!other) return
    throw new UntrustedError(
      'integrity_mismatch',
      `The registry's ${specOf(other)} is not the one in the manifest: its bytes have another sha512.`,
      'Do not start it. Find out whether the package was replaced, or whether this is another registry.',
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Fetches tarballs with npm and keeps those whose bytes have the hash that is wanted. No script of a package runs.
 *
 * @throws {UntrustedError} `integrity_mismatch`, `fetch_failed`
 */
export async function fetchPackages(
  cache: string,
  pins: readonly TarballPin[],
  env?: NodeJS.ProcessEnv,
): Promise<void> {
  const once = new Map(pins.map((pin) => [`${specOf(pin)} ${pin.integrity}`, pin]))
  for (const call of inCalls([...once.values()])) await fetchCall(cache, call, env)
}
