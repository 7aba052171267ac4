import { ConfigError } from '@sallyport/core/errors'
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

export interface SqliteStoreOptions {
  /** The database file. It is created, readable by its owner only, in a directory that must exist. */
  readonly path: string
  /**
   * Largest number of records, or of buckets, of a kind (the part of a key before the colon). Default: 10 000 `client`
   * and `flow`, 1 000 `held`, 50 000 `form-used`, 100 000 of every other kind.
   */
  readonly capacity?: Readonly<Record<string, number>>
  /** Largest number of live tombstones. Default 100 000. */
  readonly maxTombstones?: number
  /** Audit events kept; older ones are dropped. Default 1 000 000. */
  readonly maxEvents?: number
}

export interface Settings {
  /** Absolute. */
  readonly path: string
  readonly capacity: Readonly<Record<string, number>>
  readonly maxTombstones: number
  readonly maxEvents: number
}

const NAMES = ['path', 'capacity', 'maxTombstones', 'maxEvents']

/** @throws {ConfigError} naming the first wrong option */
export function readOptions(options: SqliteStoreOptions): Settings {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name))
  if (unknown !== undefined) throw wrong(unknown, 'there is no such option.', 'Remove it, or check its spelling.')
  const { path, capacity = {}, maxTombstones = 100_000, maxEvents = 1_000_000 } = options
  for (const [kind, share] of Object.entries(capacity)) assertCount(`capacity.${kind}`, share)
  assertCount('maxTombstones', maxTombstones)
  assertCount('maxEvents', maxEvents)
  return Object.freeze({ path: filePath(path), capacity: Object.freeze({ ...capacity }), maxTombstones, maxEvents })
}

function filePath(path: unknown): string {
  if (typeof path !== 'string' || path === '' || path.includes('\0') || /^[a-z]{2,}:/i.test(path))
    throw wrong('path', 'is not the path of a file.', 'Name a file, for example "data/sallyport.db".')
  if (path === ':memory:')
    throw wrong('path', 'names no file.', 'Name a file, or use memoryStore from @sallyport/core/store.')
  const absolute = resolve(path)
  const directory = dirname(absolute)
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw wrong('path', `the directory "${directory}" does not exist.`, 'Create it, or name a file elsewhere.')
  return absolute
}

function assertCount(name: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    throw wrong(name, 'is not a whole number above 0.', 'Write a number like 10000, or leave the option out.')
}

function wrong(name: string, problem: string, fix: string): ConfigError {
  return new ConfigError({ option: `sqliteStore: ${name}`, anchor: 'sqliteStore', problem, fix })
}
