import { Argument, Command } from 'commander'
import type { Outcome } from '../terminal/outcome.js'
import type { Terminal } from '../terminal/terminal.js'
import { bashCompletion } from './bash.js'
import { fishCompletion } from './fish.js'
import { commandModels, type CommandModel } from './model.js'
import { zshCompletion } from './zsh.js'

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Readonly<
  Record<string, (models: readonly CommandModel[]) => string>
>

const HELP = `
Examples:
  $ source <(sallyport completion bash)
  $ sallyport completion zsh > ~/.zfunc/_sallyport
  $ sallyport completion fish > ~/.config/fish/completions/sallyport.fish

Exit codes: 0 done, 2 wrong usage.`

/** The topmost of the commands that a command belongs to. */
const programOf = (command: Command): Command => (command.parent === null ? command : programOf(command.parent))

/** `sallyport completion` */
export function completionCommand(terminal: Terminal, _outcome: Outcome): Command {
  return new Command('completion')
    .description('print what a shell needs to complete commands, options and their values')
    .addArgument(new Argument('<shell>').choices(Object.keys(SHELLS)))
    .addHelpText('after', HELP)
    .action((shell: keyof typeof SHELLS, _options: object, command: Command) =>
      terminal.out(SHELLS[shell](commandModels(programOf(command))).trimEnd()),
    )
}
