import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Approval } from '@sallyport/core/tool-guard'
import { formatTime } from '../terminal/durations.js'
import { wrongUse } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'

const run = promisify(execFile)

export interface ApproverOptions {
  readonly by?: string
  readonly reason?: string
}

async function gitConfig(name: string): Promise<string> {
  try {
    const { stdout } = await run('git', ['config', '--get', name], { timeout: 5_000, windowsHide: true })
    return stdout.trim()
  } catch {
    // No git, or nothing configured.
    return ''
  }
}

/** Who answers for it: `--by`, or the person that git knows. */
async function approver({ by }: ApproverOptions): Promise<string> {
  if (by !== undefined) return by
  const [name, email] = await Promise.all([gitConfig('user.name'), gitConfig('user.email')])
  const known = [name, email && (name ? `<${email}>` : email)].filter(Boolean).join(' ')
  if (known === '')
    throw wrongUse('Nobody answers for this.', 'Say who: --by ada@example.com, or git config user.email')
  return known
}

/**
 * Who takes responsibility, when and why.
 *
 * @throws {CommandFailure} 2, when that is not said and nobody can be asked
 */
export async function approvalOf(terminal: Terminal, options: ApproverOptions): Promise<Approval> {
  const by = await approver(options)
  const reason = options.reason ?? (await terminal.ask?.('Reason for what you approve: '))
  if (reason === undefined || reason.trim() === '') throw wrongUse('There is no reason.', 'Give one: --reason "…"')
  return { by, at: formatTime(terminal.nowMs()), reason: reason.trim() }
}
