import { visible, type ScanFinding } from '@sallyport/core/tool-guard'
import { wrongUse } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'
import { RefusedError } from '../keys/refused.js'
import { approvalOf } from '../tools/approver.js'
import { DANGER_RULES } from './danger-rules.js'
import { describeDangers, describeEntry } from './describe-entry.js'
import { entryDigest } from './entry-digest.js'
import type { TrustEntry } from './types.js'

export interface AcceptOptions {
  /** Who approves. Default: the person that git knows. */
  readonly by?: string
  readonly reason?: string
  /** Do not ask. */
  readonly yes?: boolean
  /** Rules of dangers that are accepted without asking. */
  readonly acceptDanger?: readonly string[]
}

const cancelled = (why: string, fix: string): RefusedError => new RefusedError(`Nothing was written: ${why}.`, fix)

function line(text: string, what: string): string {
  if (text === '' || text !== visible(text)) throw wrongUse(`The ${what} must be one visible line.`, 'Write it anew.')
  return text
}

async function askFor(terminal: Terminal, question: string): Promise<string> {
  if (!terminal.ask) {
    throw cancelled('nobody is there to ask', 'Look at what is shown above, then add: --yes --reason "…"')
  }
  return (await terminal.ask(question))?.trim() ?? ''
}

/** A danger is accepted by typing the name of the server, so that no habit says yes. */
async function assertAccepted(
  terminal: Terminal,
  { name }: TrustEntry,
  rules: readonly string[],
  { yes, acceptDanger = [] }: AcceptOptions,
): Promise<void> {
  const open = rules.filter((rule) => !acceptDanger.includes(rule))
  if (open.length > 0) {
    if (yes === true || !terminal.ask) {
      const flags = open.map((rule) => `--accept-danger ${rule}`).join(' ')
      throw cancelled('it is dangerous', `If that is meant, add: ${flags}`)
    }
    const answer = await askFor(terminal, `It is dangerous. To approve it all the same, type its name (${name}): `)
    if (answer !== name) throw cancelled('it was not approved', 'Run the command again if it should be.')
  } else if (yes !== true) {
    const answer = await askFor(terminal, 'Approve that this is started on your machine? [y/N] ')
    if (!/^y(?:es)?$/i.test(answer)) throw cancelled('it was not approved', 'Run the command again if it should be.')
  }
}

/**
 * Shows what would be started, in full and with its dangers, and asks (LO-07). Whoever says no leaves everything as it was.
 *
 * @returns the entry with the approval
 */
export async function accept(
  terminal: Terminal,
  entry: TrustEntry,
  dangers: readonly ScanFinding[],
  options: AcceptOptions,
): Promise<TrustEntry> {
  const unknown = options.acceptDanger?.find((rule) => !Object.hasOwn(DANGER_RULES, rule))
  if (unknown !== undefined) {
    throw wrongUse(`There is no danger "${visible(unknown)}".`, `There are: ${Object.keys(DANGER_RULES).join(', ')}`)
  }
  for (const text of [...describeEntry(entry), ...describeDangers(terminal, dangers)]) terminal.err(text)
  const rules = [...new Set(dangers.map(({ rule }) => rule))].sort()
  await assertAccepted(terminal, entry, rules, options)
  const { by, at, reason } = await approvalOf(terminal, options)
  const approval = {
    by: line(by, 'name'),
    at,
    reason: line(reason, 'reason'),
    dangers: rules,
    entry: entryDigest(entry),
  }
  return { ...entry, approval }
}
