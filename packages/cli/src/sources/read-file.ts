import { open } from 'node:fs/promises'
import { unreadable } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'

/** Definitions of a thousand tools take a few megabytes. */
const MAX_BYTES = 67_108_864

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown'

/**
 * Text of a file, or of standard input for `-`.
 *
 * @throws {CommandFailure} 3, for what cannot be read, is too large or not UTF-8
 */
export async function readText(path: string, terminal: Terminal, maxBytes = MAX_BYTES): Promise<string> {
  const name = path === '-' ? 'Standard input' : path
  const bytes = path === '-' ? await readInput(terminal, maxBytes) : await readBytes(path, maxBytes)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw unreadable(`${name} is not UTF-8.`, 'Save it as UTF-8.', error)
  }
}

/** `undefined` where there is no such file. */
export async function readTextIfThere(path: string, terminal: Terminal): Promise<string | undefined> {
  try {
    return await readText(path, terminal)
  } catch (error) {
    if (codeOf((error as Error).cause) === 'ENOENT') return undefined
    throw error
  }
}

async function readInput({ input }: Terminal, maxBytes: number): Promise<Buffer> {
  if (!input) throw unreadable('There is no standard input.', 'Name a file.')
  return collect(input(), 'Standard input', maxBytes)
}

async function readBytes(path: string, maxBytes: number): Promise<Buffer> {
  try {
    const file = await open(path)
    try {
      // A pipe (`--file <(…)`) has no size to look at: what comes is counted.
      return await collect(file.createReadStream({ autoClose: false }), path, maxBytes)
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'unknown') throw error
    if (code === 'ENOENT') throw unreadable(`There is no file ${path}.`, 'Check the path.', error)
    throw unreadable(`${path} cannot be read (${code}).`, 'Name a file that you may read.', error)
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>, name: string, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > maxBytes) throw unreadable(`${name} is larger than ${String(maxBytes)} bytes.`, 'Name the right file.')
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}
