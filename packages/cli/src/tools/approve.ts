import {
  approveDefinition,
  approveInstructions,
  printLock,
  withdrawDefinition,
  withdrawInstructions,
  type Approval,
  type Definition,
  type ToolLock,
} from '@sallyport/core/tool-guard'
import { Command } from 'commander'
import { foreignLine } from '../sources/foreign-text.js'
import { readTextIfThere } from '../sources/read-file.js'
import { assertOneSource, readSource, withSourceOptions, type SourceOptions } from '../sources/options.js'
import { wrongUse } from '../terminal/failure.js'
import type { Outcome } from '../terminal/outcome.js'
import type { Terminal } from '../terminal/terminal.js'
import { againstLock } from './against-lock.js'
import { approvalOf } from './approver.js'
import { driftName } from './drift-lines.js'
import { examples } from './help.js'
import { listsFor, lockOption, readLock } from './lock-file.js'
import { openChanges, type OpenChange } from './open-changes.js'
import { signatureOf } from './signature-file.js'
import { replaceText } from './write-file.js'

interface ApproveArguments extends SourceOptions {
  readonly lock: string
  readonly tool?: readonly string[]
  readonly all?: boolean
  readonly yes?: boolean
  readonly by?: string
  readonly reason?: string
}

/** What a person answered to one change. */
type Answer = 'yes' | 'no' | 'all' | 'quit'

const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  ['y', 'yes'],
  ['yes', 'yes'],
  ['n', 'no'],
  ['no', 'no'],
  ['', 'no'],
  ['a', 'all'],
  ['all', 'all'],
  ['q', 'quit'],
  ['quit', 'quit'],
])

async function askAbout(terminal: Terminal, change: OpenChange): Promise<Answer> {
  terminal.err(`\n${change.shown}\n`)
  const what = change.kind === 'missing' ? 'Take out' : 'Approve'
  for (;;) {
    const line = await terminal.ask?.(`${what} ${driftName(change)}? [y]es, [N]o, [a]ll that follow, [q]uit: `)
    if (line === undefined) return 'quit'
    const answer = ANSWERS.get(line.trim().toLowerCase())
    if (answer !== undefined) return answer
  }
}

async function chosen(
  terminal: Terminal,
  changes: readonly OpenChange[],
  { yes }: ApproveArguments,
): Promise<readonly OpenChange[]> {
  const accepted: OpenChange[] = []
  let all = yes === true
  for (const change of changes) {
    const answer = all ? 'yes' : await askAbout(terminal, change)
    if (answer === 'quit') break
    all ||= answer === 'all'
    if (answer !== 'no') accepted.push(change)
  }
  return accepted
}

async function applied(lock: ToolLock, { list, name, kind, seen }: OpenChange, approval: Approval): Promise<ToolLock> {
  if (list === 'instructions') {
    return typeof seen === 'string' ? approveInstructions(lock, seen, approval) : withdrawInstructions(lock)
  }
  if (kind === 'missing') return withdrawDefinition(lock, { list, name })
  return approveDefinition(lock, { list, definition: seen as Definition }, approval)
}

function assertAnswerable(terminal: Terminal, { yes, all, tool }: ApproveArguments): void {
  if (yes === true && all !== true && tool === undefined) {
    throw wrongUse('--yes asks nobody, and there is nothing it is limited to.', 'Add --all, or --tool for each tool.')
  }
  if (yes !== true && terminal.ask === undefined) {
    throw wrongUse('Nobody can be asked here.', 'Run it on a terminal, or add --yes with --tool or --all.')
  }
}

async function approve(terminal: Terminal, outcome: Outcome, options: ApproveArguments): Promise<void> {
  const { lock: path, tool } = options
  if (tool !== undefined && options.all === true) throw wrongUse('--all and --tool exclude each other.', 'Choose one.')
  assertAnswerable(terminal, options)
  assertOneSource(options)
  const file = await readLock(path, terminal)
  const source = await readSource(terminal, options, listsFor(file.lock))
  const changes = openChanges(file.lock, await againstLock(file.lock, source), terminal)
  const known = new Set(changes.map(({ name }) => name))
  const stranger = tool?.find((name) => !known.has(name))
  if (stranger !== undefined)
    throw wrongUse(`There is nothing to approve in "${foreignLine(stranger)}".`, 'See: tools check')
  if (changes.length === 0) return terminal.out('Everything is approved, and as it was approved.')
  const wanted = tool === undefined ? changes : changes.filter(({ name }) => tool.includes(name))
  const possible = wanted.filter(({ kind }) => kind !== 'duplicated')
  const accepted = await chosen(terminal, possible, options)
  if (accepted.length > 0) {
    const approval = await approvalOf(terminal, options)
    let { lock } = file
    for (const change of accepted) lock = await applied(lock, change, approval)
    await replaceText(path, printLock(lock), file.text)
    for (const change of accepted) {
      terminal.out(`${change.kind === 'missing' ? 'Taken out' : 'Approved'}: ${driftName(change)}`)
    }
    if ((await readTextIfThere(signatureOf(path), terminal)) !== undefined) {
      terminal.err(`The signature no longer fits. Make it anew: sallyport tools sign --lock ${path}`)
    }
  }
  const left = changes.filter((change) => !accepted.includes(change))
  if (left.length === 0) return
  outcome.exitCode = 1
  terminal.out(`Left: ${left.map((change) => driftName(change)).join(', ')}`)
}

const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** `sallyport tools approve` */
export function approveCommand(terminal: Terminal, outcome: Outcome): Command {
  return withSourceOptions(
    new Command('approve').description('look at each change and take responsibility for it; what is gone is taken out'),
  )
    .addOption(lockOption())
    .option<readonly string[]>('--tool <name>', 'only this one, whatever list it is from; repeatable', repeated)
    .option('--all', 'everything that is open')
    .option('-y, --yes', 'do not ask; needs --tool or --all')
    .option('--reason <text>', 'why (default: you are asked)')
    .option('--by <person>', 'who approves (default: the person that git knows)')
    .addHelpText(
      'after',
      examples([
        'approve --url https://notes.example/mcp --login',
        'approve --file now.json --tool notes_add --yes --reason "Reviewed in #12"',
      ]),
    )
    .action((options: ApproveArguments) => approve(terminal, outcome, options))
}
