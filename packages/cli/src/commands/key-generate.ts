import { generateKeySet, type SigningAlgorithm } from '@sallyport/core/keys'
import { createPrivateFile } from '../keys/private-file.js'
import type { Terminal } from '../terminal/terminal.js'

/** The only command that prints secrets: without `--out` the key set goes to standard output, on one line. */
export async function generateKeys(
  terminal: Terminal,
  { alg, out }: { alg: SigningAlgorithm; out?: string },
): Promise<void> {
  const file = await generateKeySet({ alg }, terminal)
  if (out === undefined) {
    terminal.out(JSON.stringify(file))
    return
  }
  await createPrivateFile(out, `${JSON.stringify(file, null, 2)}\n`)
  terminal.out(`${out} holds ${String(file.keys.length)} new keys, and only you can read it.`)
}
