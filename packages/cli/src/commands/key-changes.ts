import { readKeyFile, type KeyFile, type KeyPurpose, type SigningAlgorithm } from '@sallyport/core/keys'
import { changePrivateFile } from '../keys/private-file.js'
import { retireExpired, retireKey } from '../keys/retire.js'
import { rotateKeys, type RotatedKey } from '../keys/rotate.js'
import { LONGEST_USE_MS } from '../keys/longest-use.js'
import { formatDuration, formatTime } from '../terminal/durations.js'
import type { Terminal } from '../terminal/terminal.js'

/** The JWKS is kept for five minutes by whoever reads it, and a server looks at its key file once a minute. */
const LEAST_LEAD_MS = 360_000

export interface RotateArguments {
  readonly file: string
  readonly purpose: readonly KeyPurpose[]
  readonly lead: number
  readonly keep?: number
  readonly alg?: SigningAlgorithm
}

export interface RetireArguments {
  readonly file: string
  readonly expired?: boolean
  readonly reencrypted?: boolean
  readonly unsafelyLogPeopleOut?: boolean
}

/** What a vault key encrypted is good for as long as its grant, unless it is encrypted anew. */
const longestUseMs = (purpose: KeyPurpose): number => LONGEST_USE_MS[purpose] ?? LONGEST_USE_MS.refresh

function changeKeys<Result>(
  path: string,
  change: (file: KeyFile) => Promise<{ readonly file: KeyFile; readonly result: Result }>,
): Promise<Result> {
  return changePrivateFile(path, async (text) => {
    const { file, result } = await change(readKeyFile(text))
    return { text: `${JSON.stringify(file, null, 2)}\n`, result }
  })
}

function linesOf({ purpose, kid, sinceMs, before }: RotatedKey): readonly string[] {
  return [
    `${purpose}: ${kid} takes over at ${formatTime(sinceMs)}`,
    ...before.map((old) =>
      old.untilMs === undefined
        ? `  ${old.kid} is accepted until you retire it, after sallyport.reencrypt()`
        : `  ${old.kid} is accepted until ${formatTime(old.untilMs)}`,
    ),
  ]
}

export async function rotate(terminal: Terminal, options: RotateArguments): Promise<void> {
  const { file: path, purpose, lead, keep, alg } = options
  const rotated = await changeKeys(path, async (file) => {
    const chosen = { ...(keep !== undefined && { keepMs: keep }), ...(alg && { alg }) }
    const rotation = await rotateKeys(file, { purposes: purpose, leadMs: lead, ...chosen }, terminal)
    return { file: rotation.file, result: rotation.rotated }
  })
  for (const line of rotated.flatMap(linesOf)) terminal.out(line)
  if (lead < LEAST_LEAD_MS) {
    terminal.err(
      'Warning: a lead under 6m is shorter than key files and the JWKS are remembered. Reload every server now (SIGHUP), ' +
        'or some requests are refused.',
    )
  }
  const outlived = keep === undefined ? [] : purpose.filter((name) => keep < longestUseMs(name))
  if (outlived.length === 0) return
  const names = outlived.map((name) => `${name} keys (${formatDuration(longestUseMs(name))})`).join(', ')
  terminal.err(
    `Warning: --keep is shorter than what was made with them may be good for: ${names}. If your lifetimes are not ` +
      'shorter, too, people have to sign in again.',
  )
}

export async function retire(terminal: Terminal, kid: string | undefined, options: RetireArguments): Promise<void> {
  const kids = await changeKeys(options.file, async (file) => {
    if (kid !== undefined) return { file: retireKey(file, kid, options, terminal), result: [kid] }
    const { file: rest, kids: gone } = retireExpired(file, terminal)
    return { file: rest, result: gone }
  })
  terminal.out(kids.length === 0 ? 'No key has expired.' : `Removed: ${kids.join(', ')}`)
}
