import { createInterface } from 'node:readline/promises'
import { styleText } from 'node:util'

/** Where a command writes, and what it knows of the machine. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Whether `out` may be coloured. */
  readonly colours: boolean
  nowMs(): number
  randomBytes(length: number): Uint8Array<ArrayBuffer>
  /** Standard input. Absent where there is none. */
  readonly input?: () => AsyncIterable<Uint8Array>
  /** Asks the person in front of the terminal; absent where nobody sits. `undefined` when the person has left. */
  readonly ask?: (question: string) => Promise<string | undefined>
  /** Shows how far a long work is, in one line that the next one replaces; absent where nobody looks. */
  readonly progress?: (text: string) => void
}

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan' | 'magenta'

const { stdin, stdout, stderr } = process

async function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: stdin, output: stderr })
  try {
    return await new Promise<string | undefined>((resolve) => {
      lines.once('close', () => resolve(undefined))
      // Ctrl+D and Ctrl+C reject it.
      lines.question(question).then(resolve, () => resolve(undefined))
    })
  } finally {
    lines.close()
  }
}

/** Colours for people only: not in pipes, and not where NO_COLOR is set (https://no-color.org). */
export const processTerminal: Terminal = {
  out: (text) => void stdout.write(`${text}\n`),
  err: (text) => void stderr.write(`${text}\n`),
  colours: stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
  nowMs: () => Date.now(),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  input: () => stdin,
  ...(stdin.isTTY && stderr.isTTY && { ask }),
  ...(stderr.isTTY && { progress: (text: string) => void stderr.write(`\r\u001b[2K${text}`) }),
}

export function paint({ colours }: Terminal, style: Style | undefined, text: string): string {
  return colours && style !== undefined ? styleText(style, text, { validateStream: false }) : text
}
