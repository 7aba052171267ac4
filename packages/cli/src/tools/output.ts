import { visibleJson } from '@sallyport/core/tool-guard'
import { Option, type Command } from 'commander'
import type { Terminal } from '../terminal/terminal.js'

/** One JSON value and a line end; whatever a stranger wrote, nothing unseen is left in it. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(visibleJson(JSON.stringify(value, null, 2)))
}

export interface FormatOptions {
  readonly json?: boolean
  readonly sarif?: boolean
  readonly markdown?: boolean
}

const FORMATS = {
  json: 'one JSON object, for machines',
  sarif: 'SARIF 2.1.0, for code scanning',
  markdown: 'for a comment on a pull request',
} as const

/** The options that choose an output; at most one may be given. */
export function withFormats(command: Command, names: readonly (keyof typeof FORMATS)[]): Command {
  for (const name of names) {
    const others = names.filter((other) => other !== name)
    command.addOption(new Option(`--${name}`, FORMATS[name]).conflicts(others))
  }
  return command
}
