import { rm } from 'node:fs/promises'
import { visible } from '@sallyport/core/tool-guard'
import type { Outcome } from '../terminal/outcome.js'
import { table } from '../terminal/table.js'
import { paint, type Terminal } from '../terminal/terminal.js'
import { printJson } from '../tools/output.js'
import { commandLine, describeDangers, describedCommand } from './describe-entry.js'
import { assertApproved } from './entry-digest.js'
import { findDangers } from './dangers.js'
import { readSigned, type SignedOptions } from './signing.js'
import { start } from './start.js'
import type { TrustEntry } from './types.js'
import type { UnpackLimits } from './unpack-room.js'
import { UntrustedError } from './untrusted.js'
import { assertEntryAccepted, entryNamed, materialise, verifyTrusted, type TrustedServer } from './verify-trusted.js'

export interface VerifyOptions extends SignedOptions, UnpackLimits {
  readonly offline?: boolean
  readonly cache?: string
}

/** To standard error: standard output belongs to the protocol (LO-05). */
function announce(terminal: Terminal, entry: TrustEntry, { command, args, dangers }: TrustedServer): void {
  const { by, at, reason } = assertApproved(entry)
  terminal.err(`sallyport: starting "${entry.name}", approved by ${visible(by)} at ${at}: ${visible(reason)}`)
  terminal.err(`sallyport: ${commandLine([command, ...args])}`)
  for (const text of describeDangers({ ...terminal, colours: false }, dangers)) terminal.err(`sallyport: ${text}`)
}

/** `sallyport trust run`: the server has our standard input, output and error, and we have its exit code. */
export async function runServer(
  terminal: Terminal,
  outcome: Outcome,
  name: string,
  extraArgs: readonly string[],
  options: VerifyOptions,
): Promise<void> {
  const { manifest, base } = await readSigned(terminal, options)
  const { cache, ...how } = options
  const server = await verifyTrusted(manifest, name, { ...how, base, extraArgs, cacheDirectory: cache })
  try {
    announce(terminal, entryNamed(manifest, name), server)
    outcome.exitCode = await start(server)
  } finally {
    await server.close()
  }
}

interface Verdict {
  readonly name: string
  readonly ok: boolean
  readonly reason?: string
  readonly message?: string
}

async function verdictOf(entry: TrustEntry, base: string, { cache, ...how }: VerifyOptions): Promise<Verdict> {
  const { name } = entry
  try {
    assertEntryAccepted(entry, base)
    const { folder } = await materialise(entry, base, { ...how, cacheDirectory: cache })
    await rm(folder, { recursive: true, force: true })
    return { name, ok: true }
  } catch (error) {
    if (!(error instanceof UntrustedError)) throw error
    return { name, ok: false, reason: error.reason, message: error.message }
  }
}

/** `sallyport trust verify`: everything but the start. */
export async function verifyServers(
  terminal: Terminal,
  outcome: Outcome,
  names: readonly string[],
  options: VerifyOptions & { readonly json?: boolean },
): Promise<void> {
  const { manifest, base } = await readSigned(terminal, options)
  const entries = names.length === 0 ? manifest.servers : names.map((name) => entryNamed(manifest, name))
  const verdicts: Verdict[] = []
  for (const entry of entries) verdicts.push(await verdictOf(entry, base, options))
  if (verdicts.some(({ ok }) => !ok)) outcome.exitCode = 1
  if (options.json === true) {
    return printJson(terminal, { servers: verdicts })
  }
  for (const { name, ok, reason, message } of verdicts) {
    const text = ok
      ? paint(terminal, 'green', 'ok')
      : `${paint(terminal, 'red', `refused (${reason ?? ''})`)} ${message ?? ''}`
    terminal.out(`${name}: ${text}`)
  }
  if (verdicts.length === 0) terminal.out('The manifest names no server.')
}

const HEADER = ['NAME', 'WHAT', 'DEPENDENCIES', 'APPROVED BY', 'SINCE', 'DANGERS', 'COMMAND']

function rowOf(entry: TrustEntry, base: string): readonly string[] {
  const what = 'npm' in entry ? `${entry.npm.package}@${entry.npm.version}` : `${entry.files.length} files`
  const dependencies = 'npm' in entry ? String(entry.npm.packages.length) : '-'
  const { by = 'nobody', at = '-' } = entry.approval ?? {}
  const dangers = [...new Set(findDangers(entry, base).map(({ rule }) => rule))]
  return [entry.name, what, dependencies, visible(by), at, dangers.join(',') || '-', describedCommand(entry)]
}

/** `sallyport trust list`: what the manifest says; nothing is verified. */
export async function listServers(
  terminal: Terminal,
  options: SignedOptions & { readonly json?: boolean },
): Promise<void> {
  const { manifest, base } = await readSigned(terminal, options)
  if (options.json === true) {
    return printJson(terminal, manifest)
  }
  const rows = manifest.servers.map((entry) => rowOf(entry, base))
  terminal.out(rows.length === 0 ? 'The manifest names no server.' : table([HEADER, ...rows], (cell) => cell))
}
