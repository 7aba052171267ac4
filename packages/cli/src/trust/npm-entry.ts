import { visible } from '@sallyport/core/tool-guard'
import { wrongUse } from '../terminal/failure.js'
import { fetchPackages } from './fetch-packages.js'
import { isPackageName } from './manifest-schema.js'
import { scriptOf } from './npm-script.js'
import { isFor, thisPlatform } from './platform.js'
import { resolvePackages } from './resolve-packages.js'
import type { NpmSource } from './types.js'
import type { UnpackLimits } from './unpack-room.js'
import { UntrustedError } from './untrusted.js'

/** A version, a range or a tag. No colon and no slash: neither a URL, a repository nor a path. */
const RANGE = /^[A-Za-z0-9^~<>=*|. +-]{1,100}$/

/** Splits `@acme/notes@^2` into name and range. @throws {CommandFailure} 2 */
export function parseSpec(spec: string): { readonly name: string; readonly range: string } {
  const at = spec.indexOf('@', 1)
  const [name, range] = at < 0 ? [spec, 'latest'] : [spec.slice(0, at), spec.slice(at + 1)]
  if (isPackageName(name) && RANGE.test(range)) return { name, range }
  throw wrongUse(`"${visible(spec)}" is not a package of a registry.`, 'Write it as name@version.')
}

export interface NpmSourceOptions extends UnpackLimits {
  /** Name of the program, where the package has several. */
  readonly bin?: string | undefined
  readonly env?: NodeJS.ProcessEnv | undefined
}

export interface NpmAddition {
  readonly source: NpmSource
  /** Places of packages that want to run a script when they are installed. */
  readonly withInstallScript: readonly string[]
}

/**
 * Resolves a package and all below it to exact versions, fetches what this platform needs, and records the hashes of what
 * arrived. For packages that only other platforms need, the hash is the one that the registry gives.
 */
export async function npmSource(
  cache: string,
  spec: string,
  { bin, env, ...limits }: NpmSourceOptions = {},
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
  const script = await scriptOf(cache, main, bin, limits)
  const others = packages.filter((one) => one !== main)
  return { source: { package: name, version, integrity, script, packages: others }, withInstallScript }
}
