import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseJson, visible } from '@sallyport/core/tool-guard'
import * as z from 'zod/mini'
import { wrongUse } from '../terminal/failure.js'
import { fetchPackages } from './fetch-packages.js'
import { isPackageName } from './manifest-schema.js'
import { ownFolder } from './private-folder.js'
import { isFor, thisPlatform } from './platform.js'
import { resolvePackages } from './resolve-packages.js'
import { readTarball, type TarballPin } from './tarball-store.js'
import type { NpmSource } from './types.js'
import { placeOf, unpack } from './unpack.js'
import { UntrustedError } from './untrusted.js'

/** A version, a range or a tag. No colon and no slash: neither a URL, a repository nor a path. */
const RANGE = /^[A-Za-z0-9^~<>=*|. +-]{1,100}$/

const Bin = z.object({ bin: z.optional(z.union([z.string(), z.record(z.string(), z.string())])) })

/** Splits `@acme/notes@^2` into name and range. @throws {CommandFailure} 2 */
export function parseSpec(spec: string): { readonly name: string; readonly range: string } {
  const at = spec.indexOf('@', 1)
  const [name, range] = at < 0 ? [spec, 'latest'] : [spec.slice(0, at), spec.slice(at + 1)]
  if (isPackageName(name) && RANGE.test(range)) return { name, range }
  throw wrongUse(`"${visible(spec)}" is not a package of a registry.`, 'Write it as name@version.')
}

function chooseBin(bin: string | Readonly<Record<string, string>> | undefined, name: string, wanted?: string): string {
  const own = name.slice(name.indexOf('/') + 1)
  const bins = typeof bin === 'string' ? { [own]: bin } : (bin ?? {})
  const names = Object.keys(bins)
  const chosen = wanted ?? (names.length === 1 ? names[0] : own)
  if (chosen !== undefined && Object.hasOwn(bins, chosen)) return (bins[chosen] ?? '').replace(/^(?:\.?\/)+/, '')
  const problem = names.length === 0 ? 'has no program' : 'has several programs'
  const fix =
    names.length === 0
      ? 'Use another package.'
      : `Choose one with --bin: ${names.map((one) => visible(one)).join(', ')}`
  throw new UntrustedError('script_missing', `${name} ${problem}.`, fix)
}

/** Which file of a package Node starts. The package is unpacked to look, not started. */
async function scriptOf(cache: string, pin: TarballPin, wanted?: string): Promise<string> {
  const folder = await ownFolder(cache, 'fetch')
  try {
    const bytes = await readTarball(cache, pin)
    if (!bytes) throw new UntrustedError('not_cached', `${pin.name} is not kept here.`, 'Try again.')
    await unpack(bytes, placeOf(folder, 'package'), pin)
    const parsed = parseJson(await readFile(join(folder, 'package', 'package.json'), 'utf8'))
    const { bin } = z.safeParse(Bin, parsed.ok ? parsed.value : undefined).data ?? {}
    const script = chooseBin(bin, pin.name, wanted)
    const text = await readFile(join(folder, 'package', ...script.split('/')), 'latin1').catch(() => undefined)
    if (text === undefined)
      throw new UntrustedError('script_missing', `${pin.name} has no file ${visible(script)}.`, 'Use another package.')
    const [first = ''] = text.split('\n', 1)
    if (first.startsWith('#!') && !/\bnode\b/.test(first)) {
      throw new UntrustedError('script_missing', `${visible(script)} is not started by Node.`, 'Add it as files.')
    }
    return script
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export interface NpmAddition {
  readonly source: NpmSource
  /** Places of packages that want to run a script when they are installed. */
  readonly withInstallScript: readonly string[]
}

/**
 * Resolves a package and all below it to exact versions, fetches what this platform needs, and records the hashes of what
 * arrived. For packages that only other platforms need, the hash is the one that the registry gives.
 *
 * @param wanted name of the program, where the package has several
 */
export async function npmSource(
  cache: string,
  spec: string,
  { bin, env }: { readonly bin?: string | undefined; readonly env?: NodeJS.ProcessEnv | undefined } = {},
): Promise<NpmAddition> {
  const { name, range } = parseSpec(spec)
  const { packages, withInstallScript } = await resolvePackages(cache, `${name}@${range}`, env)
  const main = packages.find(({ at }) => at === `node_modules/${name}`)
  if (!main) throw new UntrustedError('fetch_failed', `npm did not resolve ${name}.`, 'Check the name.')
  const platform = thisPlatform()
  await fetchPackages(
    cache,
    packages.filter((one) => isFor(one, platform)),
    env,
  )
  const { version, integrity } = main
  const script = await scriptOf(cache, main, bin)
  const others = packages.filter((one) => one !== main)
  return { source: { package: name, version, integrity, script, packages: others }, withInstallScript }
}
