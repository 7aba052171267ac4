import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, parse } from 'node:path'
import { assertKnown, count, flag, wrongOption } from '../options.js'

export interface ConfineOptions {
  /** Lets `writeFile` write. Default `false`. */
  readonly write?: boolean
  /** Largest file, read or written, in bytes. Default 1 048 576 (1 MiB). */
  readonly maxBytes?: number
  /** Names that `list` gives; a larger folder is refused. Default 1000. */
  readonly maxEntries?: number
  /**
   * `inside`, the default, follows links that stay below their root; `refuse` follows none. A link that leads out is
   * refused either way.
   */
  readonly links?: 'inside' | 'refuse'
  /** Lets files through that have a second name (hard links), perhaps outside. Default `false`. */
  readonly hardLinks?: boolean
  /** Lets names through that begin with a dot, such as `.env` and `.git`. Default `false`. */
  readonly dotFiles?: boolean
  /**
   * Whose special names are refused, as with `checkPath`: `posix` lets names through that mean something else on
   * Windows. Default `every`.
   */
  readonly platform?: 'every' | 'posix' | 'windows'
  /**
   * Lets `writeFile` write where folders cannot be held (without `/proc`: macOS, Windows): somebody who may rename
   * folders below the root could then move a new file out. Default `false`.
   */
  readonly unsafelyWriteByName?: boolean
}

export interface Settings extends Required<ConfineOptions> {
  /** Resolved, by the name a path begins with; the one root of a path without such a name is `''`. */
  readonly roots: ReadonlyMap<string, string>
}

const OWNER = 'confine'
const NAMES = 'write maxBytes maxEntries links hardLinks dotFiles platform unsafelyWriteByName'.split(' ')

/** @throws {ConfigError} */
function readRoot(option: string, path: unknown): string {
  if (typeof path !== 'string' || !isAbsolute(path) || path.includes('\0')) {
    throw wrongOption(OWNER, option, 'is no absolute path.', 'Name a folder, for example "/srv/notes".')
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw wrongOption(OWNER, option, 'is no folder.', 'Create it, or name another one.')
  }
  const real = realpathSync.native(path)
  if (real === parse(real).root || /^\/(?:proc|sys|dev)(?:\/|$)/.test(real)) {
    throw wrongOption(OWNER, option, 'is a folder of the system.', 'Name the folder that tools may use.')
  }
  return real
}

/** @throws {ConfigError} */
function readRoots(roots: unknown): ReadonlyMap<string, string> {
  if (typeof roots === 'string') return new Map([['', readRoot('roots', roots)]])
  const named = typeof roots === 'object' && roots !== null ? Object.entries(roots) : []
  if (named.length === 0)
    throw wrongOption(OWNER, 'roots', 'is empty.', 'Name a folder, or several: { notes: "/srv/notes" }.')
  return new Map(
    named.map(([name, path]) => {
      if (/^[A-Za-z0-9_-]{1,64}$/.test(name)) return [name, readRoot(`roots.${name}`, path)]
      throw wrongOption(OWNER, `roots.${name}`, 'is no plain name.', 'Use letters, digits, "_" and "-".')
    }),
  )
}

/** @throws {ConfigError} naming the first wrong option */
export function readOptions(roots: unknown, options: ConfineOptions): Settings {
  assertKnown(OWNER, options, NAMES)
  const { links = 'inside', platform = 'every' } = options
  if (!['inside', 'refuse'].includes(links)) {
    throw wrongOption(OWNER, 'links', 'is not known.', 'Write "inside" or "refuse".')
  }
  if (!['every', 'posix', 'windows'].includes(platform)) {
    throw wrongOption(OWNER, 'platform', 'is not known.', 'Write "every", "posix" or "windows".')
  }
  return Object.freeze({
    roots: readRoots(roots),
    links,
    platform,
    write: flag(OWNER, 'write', options.write ?? false),
    maxBytes: count(OWNER, 'maxBytes', options.maxBytes ?? 1_048_576),
    maxEntries: count(OWNER, 'maxEntries', options.maxEntries ?? 1_000),
    hardLinks: flag(OWNER, 'hardLinks', options.hardLinks ?? false),
    dotFiles: flag(OWNER, 'dotFiles', options.dotFiles ?? false),
    unsafelyWriteByName: flag(OWNER, 'unsafelyWriteByName', options.unsafelyWriteByName ?? false),
  })
}
