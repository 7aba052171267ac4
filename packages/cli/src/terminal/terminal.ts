import { styleText } from 'node:util'

/** Where a command writes, and what it knows of the machine. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Whether `out` may be coloured. */
  readonly colours: boolean
  nowMs(): number
  randomBytes(length: number): Uint8Array<ArrayBuffer>
}

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan'

/** Colours for people only: not in pipes, and not where NO_COLOR is set (https://no-color.org). */
export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  colours: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
  nowMs: () => Date.now(),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
}

export function paint({ colours }: Terminal, style: Style | undefined, text: string): string {
  return colours && style !== undefined ? styleText(style, text, { validateStream: false }) : text
}
