import { dirname, resolve } from 'node:path'
import { visible, type ScanFinding } from '@sallyport/core/tool-guard'
import { RefusedError } from '../keys/refused.js'
import { wrongUse } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'
import { accept, type AcceptOptions } from './accept.js'
import { DANGER_RULES } from './danger-rules.js'
import { findDangers } from './dangers.js'
import { entryRules, type EntryOptions } from './entry-options.js'
import { fileSource } from './file-entry.js'
import { changeManifest, readManifest, type ManifestOptions } from './manifest-file.js'
import { isServerName } from './manifest-schema.js'
import { npmSource } from './npm-entry.js'
import { parseTrustManifest } from './parse-manifest.js'
import { printTrustManifest } from './print-manifest.js'
import { defaultCacheDirectory, privateFolder, removeStale } from './private-folder.js'
import type { TrustEntry, TrustManifest } from './types.js'
import type { UnpackLimits } from './unpack-room.js'
import { entryNamed } from './verify-trusted.js'

export interface AddOptions extends ManifestOptions, AcceptOptions, EntryOptions, UnpackLimits {
  readonly npm?: string
  readonly bin?: string
  readonly include?: readonly string[]
  readonly replace?: boolean
  readonly cache?: string
}

function assertFree({ servers }: TrustManifest, name: string, replace: boolean | undefined): void {
  if (replace === true || !servers.some((entry) => entry.name.toLowerCase() === name.toLowerCase())) return
  throw new RefusedError(`"${name}" is in the manifest already.`, 'To record it anew: --replace')
}

const withEntry = ({ version, servers }: TrustManifest, entry: TrustEntry): TrustManifest => ({
  version,
  servers: [...servers.filter(({ name }) => name !== entry.name), entry],
})

function installScripts(places: readonly string[]): readonly ScanFinding[] {
  const rule = 'install-script'
  return places.map((place) => ({ rule, ...DANGER_RULES[rule], path: '/npm', excerpt: visible(place) }))
}

async function addition(name: string, words: readonly string[], options: AddOptions, base: string) {
  const { npm: spec, bin, include = [], cache, maxUnpackedBytes, maxUnpackedEntries } = options
  const rules = entryRules(name, options, base)
  if (spec === undefined) {
    if (bin !== undefined) throw wrongUse('--bin goes with --npm.', 'Name the program behind --.')
    return { entry: { ...rules, ...(await fileSource(words, include, base)) }, notes: [] }
  }
  if (include.length > 0) throw wrongUse('--include does not go with --npm.', 'A package is verified as a whole.')
  const folder = await privateFolder(cache ?? defaultCacheDirectory())
  await removeStale(folder)
  const { source, withInstallScript } = await npmSource(folder, spec, {
    ...{ bin, maxUnpackedBytes, maxUnpackedEntries },
  })
  return { entry: { ...rules, npm: source, args: words }, notes: installScripts(withInstallScript) }
}

/** `sallyport trust add` */
export async function add(
  terminal: Terminal,
  name: string,
  words: readonly string[],
  options: AddOptions,
): Promise<void> {
  if (!isServerName(name)) {
    throw wrongUse(`"${visible(name)}" is not a name.`, 'Use letters, digits, ".", "_" and "-", at most 64.')
  }
  if (options.npm === undefined && words.length === 0) {
    throw wrongUse('Nothing says what is started.', 'Use --npm name@version, or put program and arguments behind --.')
  }
  const base = dirname(resolve(options.manifest))
  const before = await readManifest(options.manifest).catch((error: unknown) => {
    if ((error as { reason?: unknown }).reason === 'manifest_missing') return undefined
    throw error
  })
  if (before) assertFree(before.manifest, name, options.replace)
  const { entry, notes } = await addition(name, words, options, base)
  // What nobody could read again is refused before anybody is asked.
  parseTrustManifest(printTrustManifest({ version: 1, servers: [entry] }))
  const approved = await accept(terminal, entry, [...findDangers(entry, base), ...notes], options)
  await changeManifest(options.manifest, (manifest) => {
    assertFree(manifest, name, options.replace)
    return withEntry(manifest, approved)
  })
  terminal.out(`${name} is in ${options.manifest}. Start it: sallyport trust run ${name}`)
}

/** `sallyport trust approve` */
export async function approve(
  terminal: Terminal,
  name: string,
  options: ManifestOptions & AcceptOptions,
): Promise<void> {
  const { manifest, base } = await readManifest(options.manifest)
  const entry = entryNamed(manifest, name)
  const approved = await accept(terminal, entry, findDangers(entry, base), options)
  await changeManifest(options.manifest, (now) => {
    const { approval: _before, ...shown } = entry
    const { approval: _now, ...there } = entryNamed(now, name)
    if (JSON.stringify(there) !== JSON.stringify(shown)) {
      throw new RefusedError(`"${name}" was changed while you looked at it.`, 'Look at it again.')
    }
    return withEntry(now, approved)
  })
  terminal.out(`${name} is approved.`)
}

/** `sallyport trust remove` */
export async function remove(terminal: Terminal, name: string, { manifest: path }: ManifestOptions): Promise<void> {
  await readManifest(path)
  await changeManifest(path, (manifest) => {
    entryNamed(manifest, name)
    return { ...manifest, servers: manifest.servers.filter((entry) => entry.name !== name) }
  })
  terminal.out(`${name} is not in ${path} any more, and is not started.`)
}
