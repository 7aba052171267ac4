import type { Drift, ToolLock } from '@sallyport/core/tool-guard'
import { Command } from 'commander'
import { assertOneSource, readSource, withSourceOptions, type SourceOptions } from '../sources/options.js'
import { LISTS } from '../sources/source.js'
import type { Outcome } from '../terminal/outcome.js'
import { paint, type Terminal } from '../terminal/terminal.js'
import { againstLock, type AgainstLock } from './against-lock.js'
import { diffJson, hasChanges } from './compare.js'
import { diffMarkdown, diffText } from './diff-text.js'
import { driftLines, driftName } from './drift-lines.js'
import { examples } from './help.js'
import { contentOf, listsFor, lockOption, readLock } from './lock-file.js'
import { codeSpan } from './markdown.js'
import { printJson, withFormats, type FormatOptions } from './output.js'
import { readTrustedKeys } from './read-keys.js'
import { readSignature, signatureOf, VERIFICATION_PROBLEMS, verifySignature } from './signature-file.js'

interface CheckArguments extends SourceOptions, FormatOptions {
  readonly lock: string
  readonly keys?: string
  readonly requireApprovals?: boolean
}

/** One thing that keeps the gate shut. */
interface Refusal {
  readonly text: string
  /** A name that a server chose, apart: Markdown needs it in code. */
  readonly name: string
}

const unapproved = (lock: ToolLock): readonly Pick<Drift, 'list' | 'name'>[] => [
  ...LISTS.flatMap((list) =>
    (lock[list] ?? []).filter(({ approvals }) => approvals.length === 0).map(({ name }) => ({ list, name })),
  ),
  ...(lock.instructions?.approvals.length === 0 ? [{ list: 'instructions', name: '' } as const] : []),
]

async function refusals(terminal: Terminal, lock: ToolLock, options: CheckArguments): Promise<readonly Refusal[]> {
  const { keys, requireApprovals, lock: path } = options
  const found: Refusal[] = []
  if (keys !== undefined) {
    const trusted = await readTrustedKeys(keys, terminal)
    const verified = await verifySignature(lock, await readSignature(signatureOf(path), terminal), trusted)
    if (!verified.ok)
      found.push({ text: `the signature of the lock ${VERIFICATION_PROBLEMS[verified.problem]}`, name: '' })
  }
  if (requireApprovals === true) {
    for (const entry of unapproved(lock)) found.push({ text: 'nobody has approved', name: driftName(entry) })
  }
  return found
}

/** Without definitions in the lock there is nothing to show but names. */
function text({ diff, drifts }: AgainstLock, terminal: Terminal): readonly string[] {
  if (drifts.length === 0) return []
  const isShown = hasChanges(diff)
  return [...(isShown ? [diffText(diff, terminal), ''] : []), ...driftLines(drifts)]
}

function markdown({ diff, drifts }: AgainstLock, open: readonly Refusal[]): string {
  const lines = open.map(({ text: what, name }) => `- ${what}${name === '' ? '' : ` ${codeSpan(name)}`}`)
  const names = drifts.map((drift) => `- ${drift.kind}: ${codeSpan(driftName(drift))}`)
  const state = drifts.length + open.length === 0 ? 'everything is as locked' : `${String(drifts.length)} drifted`
  const parts = [`### Lock: ${state}`, ...(lines.length > 0 ? [lines.join('\n')] : [])]
  return [...parts, ...(hasChanges(diff) ? [diffMarkdown(diff)] : names.length > 0 ? [names.join('\n')] : [])].join(
    '\n\n',
  )
}

function shutBecause(drifted: number, refused: number): string {
  const parts = [
    ...(drifted > 0 ? [`${String(drifted)} drifted`] : []),
    ...(refused > 0 ? [`${String(refused)} ${drifted > 0 ? 'more ' : ''}in the way`] : []),
  ]
  return parts.join(', ')
}

async function check(terminal: Terminal, outcome: Outcome, options: CheckArguments): Promise<void> {
  assertOneSource(options)
  const { lock } = await readLock(options.lock, terminal)
  const open = await refusals(terminal, lock, options)
  const source = await readSource(terminal, options, listsFor(lock))
  const result = await againstLock(lock, source)
  const { drifts, diff, notCompared, notLocked } = result
  const ok = drifts.length === 0 && open.length === 0
  if (!ok) outcome.exitCode = 1
  if (notCompared.length > 0) {
    terminal.err(`Not compared: ${notCompared.join(', ')}; ${source.label} does not speak of them.`)
  }
  if (notLocked.length > 0) terminal.err(`Not locked: ${notLocked.join(', ')}; nothing holds ${source.label} to them.`)
  if (options.json === true) {
    const refused = open.map(({ text: what, name }) => [what, name].filter(Boolean).join(' '))
    return printJson(terminal, { ok, drifts, refused, notCompared, notLocked, diff: diffJson(diff) })
  }
  if (options.markdown === true) return terminal.out(markdown(result, open))
  const good = (line: string): string => paint(terminal, 'green', line)
  const bad = (line: string): string => paint(terminal, 'red', line)
  const lines = [
    ...text(result, terminal),
    ...open.map(({ text: what, name }) => `  ${[what, name].filter(Boolean).join(' ')}`),
  ]
  const summary = ok
    ? good(`Everything is as locked: ${contentOf(lock)}.`)
    : bad(`${shutBecause(drifts.length, open.length)}. Review: sallyport tools approve`)
  terminal.out([...lines, summary].join('\n'))
}

/** `sallyport tools check` */
export function checkCommand(terminal: Terminal, outcome: Outcome): Command {
  const command = new Command('check')
    .description('end with 1 unless a server says exactly what is locked; the gate of a pipeline')
    .addOption(lockOption())
    .option('--keys <path>', 'also verify the signature beside the lock with these public keys (JWK, JWKS or PEM)')
    .option('--require-approvals', 'also refuse what is locked, but nobody has approved')
  return withFormats(withSourceOptions(command), ['json', 'markdown'])
    .addHelpText(
      'after',
      examples([
        'check --stdio "npx -y @example/notes-server@1.4.2"',
        'check --url https://notes.example/mcp --token env:NOTES_TOKEN --keys trusted.json',
        'check --file now.json --require-approvals --markdown',
      ]),
    )
    .action((options: CheckArguments) => check(terminal, outcome, options))
}
