import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { refusePath } from './failures.js'
import type { Settings } from './options.js'

/** One way to get at files below a root: by held folders, or by name and looking again. */
export interface Reach {
  /** Opens a regular file for reading; it has been judged on the handle. */
  openFile(root: string, names: readonly string[], settings: Settings): Promise<{ handle: FileHandle; facts: Stats }>
  stat(root: string, names: readonly string[], settings: Settings): Promise<Stats>
  /** Runs `use` with a path of the folder that stays good while it runs. */
  withFolder<T>(
    root: string,
    names: readonly string[],
    settings: Settings,
    use: (path: string) => Promise<T>,
  ): Promise<T>
  write(root: string, names: readonly string[], settings: Settings, file: FileToWrite): Promise<void>
}

export interface FileToWrite {
  readonly data: Uint8Array
  readonly overwrite: boolean
}

/** Pipes, sockets and devices answer to nobody here; a second name may be that of a foreign file (CWE-62). */
export function assertUsable(facts: Stats, settings: Settings): void {
  if (facts.isSymbolicLink()) throw refusePath('path_link')
  if (facts.isDirectory()) return
  if (!facts.isFile()) throw refusePath('path_kind')
  if (facts.nlink > 1 && !settings.hardLinks) throw refusePath('path_hard_link')
}

/** @returns the permissions of the new file */
export function assertReplaceable(facts: Stats | undefined, settings: Settings, overwrite: boolean): number {
  if (facts === undefined) return 0o600
  assertUsable(facts, settings)
  if (!facts.isFile()) throw refusePath('path_kind')
  if (!overwrite) throw refusePath('path_exists')
  // Renaming would replace it all the same: that asks the folder for its rights, not the file.
  if ((facts.mode & 0o222) === 0) throw refusePath('path_denied')
  return facts.mode & 0o777
}
