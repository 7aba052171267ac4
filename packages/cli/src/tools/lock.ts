import {
  checkLock,
  createLock,
  gravest,
  printLock,
  type Approval,
  type LockedDefinition,
  type ToolLock,
} from '@sallyport/core/tool-guard'
import { Command, Option } from 'commander'
import { definitionsOf } from '../sources/definitions.js'
import { foreignLine } from '../sources/foreign-text.js'
import { assertOneSource, readSource, withSourceOptions, type SourceOptions } from '../sources/options.js'
import { LISTS, type Source } from '../sources/source.js'
import { unreadable } from '../terminal/failure.js'
import type { Outcome } from '../terminal/outcome.js'
import type { Terminal } from '../terminal/terminal.js'
import { approvalOf } from './approver.js'
import { driftLines } from './drift-lines.js'
import { examples } from './help.js'
import { contentOf, listsFor, lockOption, readLockIfThere } from './lock-file.js'
import { scanEntries } from './scan-entries.js'
import { scanSource } from './scan.js'
import { isAtLeast } from './severities.js'
import { replaceText } from './write-file.js'

interface LockArguments extends SourceOptions {
  readonly lock: string
  readonly keep: 'definition' | 'digest'
  readonly name?: string
  readonly withResources?: boolean
  readonly update?: boolean
  readonly by?: string
  readonly reason?: string
}

/** What was approved stays approved as long as it stays what it is; what nobody approved yet gets the new approval. */
function withApprovals(fresh: ToolLock, old: ToolLock | undefined, approval: Approval | undefined): ToolLock {
  const given = approval ? [approval] : []
  const kept = <T extends Pick<LockedDefinition, 'hash' | 'approvals'>>(block: T, before: T | undefined): T => {
    const approvals = before?.hash === block.hash ? before.approvals : []
    return { ...block, approvals: approvals.length > 0 ? approvals : given }
  }
  const lists = LISTS.flatMap((list) => {
    const blocks = fresh[list]
    if (!blocks) return []
    const before = new Map(old?.[list]?.map((block) => [block.name, block]))
    return [[list, blocks.map((block) => kept(block, before.get(block.name)))] as const]
  })
  const { instructions } = fresh
  return {
    ...fresh,
    ...Object.fromEntries(lists),
    ...(instructions && { instructions: kept(instructions, old?.instructions) }),
  }
}

async function freshLock(source: Source, { keep, name }: LockArguments): Promise<ToolLock> {
  const server = { ...source.server, ...(name !== undefined && { name }) }
  const result = await createLock(await definitionsOf(source), { server, keep })
  if (result.ok) return result.lock
  throw unreadable(
    `${source.label} offers two definitions under one name, at ${result.path}.`,
    'Nobody can tell which of them a call reaches: repair the server.',
  )
}

function warnOfFindings(source: Source, terminal: Terminal): void {
  const bad = scanEntries(scanSource(source, terminal), source.surface).filter(({ severity }) =>
    isAtLeast(severity, 'medium'),
  )
  if (bad.length === 0) return
  const names = bad.slice(0, 5).map(({ name, kind }) => foreignLine(name || kind, 60))
  const worst = gravest(bad.map(({ severity }) => severity))
  terminal.err(
    `Warning: the scan objects to ${names.join(', ')}${bad.length > names.length ? ', …' : ''} (${worst}). ` +
      'Look before you approve: sallyport tools scan',
  )
}

const unapproved = (lock: ToolLock): number =>
  [...LISTS.flatMap((list) => lock[list] ?? []), ...(lock.instructions ? [lock.instructions] : [])].filter(
    ({ approvals }) => approvals.length === 0,
  ).length

async function lock(terminal: Terminal, outcome: Outcome, options: LockArguments): Promise<void> {
  const { lock: path, withResources, update, reason } = options
  assertOneSource(options)
  const file = await readLockIfThere(path, terminal)
  const source = await readSource(terminal, options, listsFor(file?.lock, withResources))
  const fresh = await freshLock(source, options)
  const drifts = file ? (await checkLock(file.lock, await definitionsOf(source))).drifts : []
  if (drifts.length > 0 && update !== true) {
    terminal.out([`${path} holds something else, and stays as it is:`, ...driftLines(drifts)].join('\n'))
    terminal.err('Review each change with "tools approve", or replace them all with --update.')
    outcome.exitCode = 1
    return
  }
  const approval = reason === undefined ? undefined : await approvalOf(terminal, options)
  const next = withApprovals(fresh, file?.lock, approval)
  const text = printLock(next)
  if (text === file?.text) return terminal.out(`${path} is up to date: ${contentOf(next)}.`)
  await replaceText(path, text, file?.text)
  const name = foreignLine([next.server.name, next.server.version].filter(Boolean).join(' '), 120)
  terminal.out(
    [`${path} ${file ? 'now holds' : 'holds'} ${contentOf(next)} of ${name}.`, ...driftLines(drifts)].join('\n'),
  )
  const open = unapproved(next)
  if (open > 0) terminal.out(`${String(open)} of them nobody has approved yet: sallyport tools approve`)
  warnOfFindings(source, terminal)
}

/** `sallyport tools lock` */
export function lockCommand(terminal: Terminal, outcome: Outcome): Command {
  return withSourceOptions(new Command('lock').description('write down what a server may say to a model'))
    .addOption(lockOption())
    .addOption(
      new Option('--keep <what>', 'whole definitions, so that changes can be shown, or digests only')
        .choices(['definition', 'digest'])
        .default('definition'),
    )
    .option('--name <name>', 'of the server (default: what it calls itself)')
    .option('--with-resources', 'also the list of resources, which often changes as data does')
    .option('--update', 'replace what has changed; approvals of what has not are kept')
    .option('--reason <text>', 'approve what nobody has approved yet, for this reason')
    .option('--by <person>', 'who approves (default: the person that git knows)')
    .addHelpText(
      'after',
      examples([
        'lock --stdio "npx -y @example/notes-server@1.4.2"',
        'lock --url https://notes.example/mcp --login --lock notes.lock.json',
        'lock --file tools.json --reason "First review" --by ada@example.com',
      ]),
    )
    .action((options: LockArguments) => lock(terminal, outcome, options))
}
