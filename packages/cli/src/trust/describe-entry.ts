import { visible, type ScanFinding } from '@sallyport/core/tool-guard'
import { paint, type Style, type Terminal } from '../terminal/terminal.js'
import type { TrustEntry } from './types.js'

const STYLES: Readonly<Record<string, Style>> = { critical: 'red', high: 'red', medium: 'yellow', low: 'dim' }

/** One word of a command, so that nobody can mistake where it ends or what is in it. */
function word(text: string): string {
  const shown = visible(text)
  return /^[\w@%+=:,./~^-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`
}

/** The whole command, nothing cut off, everything unseen made visible (LO-07). */
export function commandLine(words: readonly string[]): string {
  return words.map(word).join(' ')
}

/** What is started, as an entry says it. */
export function describedCommand(entry: TrustEntry): string {
  return 'npm' in entry ? commandLine(['node', entry.npm.script, ...entry.args]) : commandLine(entry.command)
}

const list = (items: readonly string[]): string => (items.length === 0 ? 'none' : items.join(', '))

function secretLine([name, source]: readonly [string, object]): string {
  const { env, file } = source as { env?: string; file?: string }
  return file === undefined ? `${name} from the variable ${env ?? ''}` : `${name} from the file ${visible(file)}`
}

/** Everything that a person answers for who approves the entry. */
export function describeEntry(entry: TrustEntry): readonly string[] {
  const fixed = Object.entries(entry.set ?? {}).map(([name, value]) => `${name}=${word(value)}`)
  const secrets = Object.entries(entry.secrets ?? {}).map(secretLine)
  const origin =
    'npm' in entry
      ? [
          `package      ${entry.npm.package}@${entry.npm.version}`,
          `integrity    ${entry.npm.integrity}`,
          `dependencies ${entry.npm.packages.length}, each with its own integrity`,
        ]
      : entry.files.slice(0, 5).map(({ path, sha256 }) => `file         ${visible(path)} sha256 ${sha256}`)
  const more = 'npm' in entry ? 0 : entry.files.length - 5
  return [
    `server       ${entry.name}`,
    `command      ${describedCommand(entry)}`,
    ...origin,
    ...(more > 0 ? [`             and ${more} more files`] : []),
    `arguments    ${{ none: 'no others', values: 'others without a dash in front', any: 'any others' }[entry.extraArgs]}`,
    `directory    ${entry.cwd === undefined ? 'an empty one of its own' : visible(entry.cwd)}`,
    `environment  ${list([...entry.env, ...fixed])}`,
    `secrets      ${list(secrets)}`,
  ]
}

/** One line for each danger. */
export function describeDangers(terminal: Terminal, dangers: readonly ScanFinding[]): readonly string[] {
  return dangers.map(({ rule, severity, path, excerpt, message }) => {
    const label = paint(terminal, STYLES[severity], `DANGER [${severity}] ${rule}`)
    return `${label} at ${path}: ${excerpt}\n  ${message}`
  })
}
