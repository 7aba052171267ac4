import { Command, CommanderError } from 'commander'
import { keysCommand } from './commands/keys.js'
import { completionCommand } from './completion/command.js'
import { RefusedError } from './keys/refused.js'
import { CommandFailure } from './terminal/failure.js'
import type { Outcome } from './terminal/outcome.js'
import type { Terminal } from './terminal/terminal.js'
import { toolsCommand } from './tools/command.js'
import { trustCommand } from './trust/command.js'
import { VERSION } from './version.js'

const EXIT_CODES = `
Exit codes: 0 done, 1 refused, 2 wrong usage. Errors go to standard error, with what to do.
Commands that look for something end with 1 when they found it, and with 3 when they could not look.`

/** Each makes the command of one group: `sallyport <group> …`. */
const GROUPS: readonly ((terminal: Terminal, outcome: Outcome) => Command)[] = [
  keysCommand,
  toolsCommand,
  trustCommand,
  completionCommand,
]

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

/** The whole command line. @param outcome set by what runs */
export function createProgram(terminal: Terminal, outcome: Outcome): Command {
  const program = new Command('sallyport')
    .description('Sallyport: security middleware for MCP servers')
    .version(VERSION)
  for (const group of GROUPS) program.addCommand(group(terminal, outcome))
  for (const command of withSubcommands(program)) {
    command
      .exitOverride()
      .showHelpAfterError('Add --help for usage and examples.')
      .configureOutput({
        writeOut: (text) => terminal.out(text.trimEnd()),
        writeErr: (text) => terminal.err(text.trimEnd()),
      })
  }
  return program.addHelpText('after', EXIT_CODES)
}

const isConfigError = (error: unknown): error is { readonly message: string } =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_CONFIG'

/**
 * Runs a command line.
 *
 * @param args without the program's name
 * @returns the exit code: 0 done, 1 refused or found, 2 wrong usage, 3 something could not be read or written
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const outcome: Outcome = { exitCode: 0 }
  try {
    await createProgram(terminal, outcome).parseAsync(args, { from: 'user' })
    return outcome.exitCode
  } catch (error) {
    // Help that was asked for is no error; help instead of a command that is missing is.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const isFailure = error instanceof CommandFailure
    if (!isFailure && !(error instanceof RefusedError) && !isConfigError(error)) throw error
    terminal.err(`Error: ${error.message}`)
    return isFailure ? error.exitCode : 1
  }
}
