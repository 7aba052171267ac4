import { Command } from 'commander'
import type { Outcome } from '../terminal/outcome.js'
import type { Terminal } from '../terminal/terminal.js'

/** `sallyport tools …` */
export function toolsCommand(_terminal: Terminal, _outcome: Outcome): Command {
  return new Command('tools').description('what a server says to a model: lock it, look for poison, see what changed')
}
