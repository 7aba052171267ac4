import type { FileHandle } from 'node:fs/promises'

/** What is known of a file or folder. */
export interface FileFacts {
  readonly kind: 'file' | 'folder'
  /** Of the content; 0 for folders. */
  readonly sizeBytes: number
  readonly modifiedMs: number
}

/** A name in a folder. Links are listed as `link`, whatever they lead to. */
export interface FolderEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link'
}

/** An open file that lies below a root. Close it. */
export interface OpenFile extends FileFacts {
  readonly handle: FileHandle
}

/** The folders a tool may use. All paths are relative, with `/`; all refusals are `InputError`. */
export interface ConfinedFolder {
  /** Opens a file for reading. The caller closes it, and bounds what is read. */
  open(path: string): Promise<OpenFile>
  /** Reads a whole file of at most `maxBytes`. */
  readFile(path: string): Promise<Uint8Array<ArrayBuffer>>
  /** Reads a whole file of at most `maxBytes` that is UTF-8. */
  readText(path: string): Promise<string>
  /**
   * Writes a whole file, at once or not at all: it is written beside its place and then renamed. The folder must exist.
   *
   * With `overwrite` it replaces a file that is there; default `false`.
   */
  writeFile(path: string, data: string | Uint8Array, settings?: { readonly overwrite?: boolean }): Promise<void>
  /** Names in a folder, sorted. */
  list(path: string): Promise<readonly FolderEntry[]>
  stat(path: string): Promise<FileFacts>
}
