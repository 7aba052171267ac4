import type { NpmSource, TrustEntry, TrustManifest } from './types.js'

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const sorted = <Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] =>
  [...items].sort((a, b) => byText(key(a), key(b)))

const sortedRecord = <Value>(record: Readonly<Record<string, Value>> | undefined) =>
  record && Object.fromEntries(sorted(Object.entries(record), ([name]) => name))

const sortedTexts = (texts: readonly string[]) => sorted(texts, (text) => text)

function orderedSource({ package: name, version, integrity, script, packages }: NpmSource) {
  const pins = sorted(packages, ({ at }) => at)
  return {
    package: name,
    version,
    integrity,
    script,
    packages: pins.map((pin) => {
      const { at, name, version, integrity, optional, os, cpu, libc } = pin
      return { at, name, version, integrity, optional, os, cpu, libc }
    }),
  }
}

/** Each member in its place, whoever wrote the entry. */
function orderedEntry(entry: TrustEntry): object {
  const { name, extraArgs, cwd, env, set, secrets, approval } = entry
  return {
    name,
    ...('npm' in entry
      ? { npm: orderedSource(entry.npm), args: entry.args }
      : {
          command: entry.command,
          files: sorted(entry.files, ({ path }) => path).map(({ path, sha256 }) => ({ path, sha256 })),
        }),
    extraArgs,
    cwd,
    env: sortedTexts(env),
    set: sortedRecord(set),
    secrets: sortedRecord(secrets),
    approval: approval && {
      by: approval.by,
      at: approval.at,
      reason: approval.reason,
      dangers: sortedTexts(approval.dangers),
      entry: approval.entry,
    },
  }
}

/** Lists of which each item stands on a line of its own, whole. */
const LINE_BY_LINE = new Set(['packages', 'files'])

function members(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, member]) => member !== undefined)
}

function printLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(printLine).join(', ')}]`
  return `{ ${members(value)
    .map(([name, member]) => `${JSON.stringify(name)}: ${printLine(member)}`)
    .join(', ')} }`
}

function printBlock(value: unknown, indent: string, name: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const deeper = `${indent}  `
  const [open, close] = Array.isArray(value) ? (['[', ']'] as const) : (['{', '}'] as const)
  const items = Array.isArray(value)
    ? value.map((item) => (LINE_BY_LINE.has(name) ? printLine(item) : printBlock(item, deeper, '')))
    : members(value).map(([key, member]) => `${JSON.stringify(key)}: ${printBlock(member, deeper, key)}`)
  if (items.length === 0) return `${open}${close}`
  return `${open}\n${items.map((item) => `${deeper}${item}`).join(',\n')}\n${indent}${close}`
}

/**
 * The text of `mcp-servers.trust.json`: two spaces, servers by name, one line for each dependency or file. One manifest has
 * one text, so a review shows changes only.
 *
 * @example
 * ```ts
 * import { parseTrustManifest, printTrustManifest } from '@sallyport/cli'
 *
 * const text = printTrustManifest({ version: 1, servers: [] })
 * console.log(printTrustManifest(parseTrustManifest(text)) === text) // true
 * ```
 */
export function printTrustManifest({ version, servers }: TrustManifest): string {
  const ordered = { version, servers: sorted(servers, ({ name }) => name).map(orderedEntry) }
  return `${printBlock(ordered, '', '')}\n`
}
