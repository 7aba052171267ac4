/** Prints the reference of the command line. Started by cli-reference.mjs with what TypeScript needs. */
import { createProgram } from '../packages/cli/src/program.ts'
import { cliReference } from './lib/cli-reference.mjs'

let printed = ''
const terminal = { out: (text) => (printed += `${text}\n`), err: () => {}, colours: false }

const helpOf = (command) => {
  printed = ''
  command.outputHelp()
  return printed
}

process.stdout.write(cliReference(createProgram(terminal, { exitCode: 0 }), helpOf))
