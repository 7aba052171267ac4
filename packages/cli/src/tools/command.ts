import { Command } from 'commander'
import type { Outcome } from '../terminal/outcome.js'
import type { Terminal } from '../terminal/terminal.js'
import { approveCommand } from './approve.js'
import { checkCommand } from './check.js'
import { diffCommand } from './diff.js'
import { lockCommand } from './lock.js'
import { scanCommand } from './scan.js'
import { signCommand, verifyCommand } from './sign.js'

const COMMANDS: readonly ((terminal: Terminal, outcome: Outcome) => Command)[] = [
  lockCommand,
  checkCommand,
  diffCommand,
  approveCommand,
  signCommand,
  verifyCommand,
  scanCommand,
]

/** `sallyport tools …` */
export function toolsCommand(terminal: Terminal, outcome: Outcome): Command {
  const tools = new Command('tools').description(
    'what servers say to a model: lock it, see what changed, look for poison',
  )
  for (const make of COMMANDS) tools.addCommand(make(terminal, outcome))
  return tools
}
