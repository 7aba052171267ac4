import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { fetchPackages } from './fetch-packages.js'
import { isFor, thisPlatform } from './platform.js'
import { readTarball, type TarballPin } from './tarball-store.js'
import type { NpmSource, PinnedPackage } from './types.js'
import { placeOf, unpack } from './unpack.js'
import { createUnpackRoom, type UnpackLimits } from './unpack-room.js'
import { UntrustedError } from './untrusted.js'

export interface FetchOptions extends UnpackLimits {
  /** Real path of a folder that nobody else can write to. */
  readonly cache: string
  /** Take what is kept, and ask no registry. */
  readonly offline?: boolean | undefined
  /** For npm. Default: that of this process. */
  readonly npmEnv?: NodeJS.ProcessEnv | undefined
}

type Placed = TarballPin & { readonly at: string }

/** What this platform needs, parents before what lies below them. */
function needed({ package: name, version, integrity, packages }: NpmSource): readonly Placed[] {
  const platform = thisPlatform()
  const wanted = packages.filter((one) => isFor(one, platform) || refuseUnless(one))
  const main = { at: `node_modules/${name}`, name, version, integrity }
  return [main, ...wanted].sort((a, b) => (a.at < b.at ? -1 : 1))
}

function refuseUnless({ optional, name }: PinnedPackage): false {
  if (optional === true) return false
  throw new UntrustedError('wrong_platform', `${name} is not for this platform.`, 'Start the server where it can run.')
}

async function tarballs(pins: readonly Placed[], options: FetchOptions): Promise<readonly Placed[]> {
  const { cache, offline, npmEnv } = options
  const missing: Placed[] = []
  for (const pin of pins) if ((await readTarball(cache, pin)) === undefined) missing.push(pin)
  const [first] = missing
  if (!first) return pins
  if (offline === true) throw notKept(first)
  await fetchPackages(cache, missing, npmEnv)
  return pins
}

function notKept({ name, version }: TarballPin): UntrustedError {
  return new UntrustedError('not_cached', `${name}@${version} is not kept here.`, 'Run it once without --offline.')
}

/**
 * Fetches what is missing, and unpacks the whole tree into `folder`. Each tarball is read once; the bytes that had the
 * hash of the manifest are the bytes that are unpacked.
 *
 * @returns the file that Node starts
 * @throws {UntrustedError}
 */
export async function materialiseNpm(source: NpmSource, folder: string, options: FetchOptions): Promise<string> {
  const room = createUnpackRoom(options)
  for (const pin of await tarballs(needed(source), options)) {
    const bytes = await readTarball(options.cache, pin)
    if (!bytes) throw notKept(pin)
    await unpack(bytes, placeOf(folder, pin.at), pin, room)
  }
  const script = join(placeOf(folder, `node_modules/${source.package}`), ...source.script.split('/'))
  const stats = await lstat(script).catch(() => undefined)
  if (stats?.isFile() === true) return script
  throw new UntrustedError('script_missing', `${source.package} has no file ${source.script}.`, 'Add the server anew.')
}
