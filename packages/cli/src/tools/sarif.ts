import { createHash } from 'node:crypto'
import { relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SCAN_RULES, type ScanFinding, type Severity } from '@sallyport/core/tool-guard'
import { foreignLine } from '../sources/foreign-text.js'
import { linesOf } from '../sources/json-lines.js'
import type { Source } from '../sources/source.js'
import { VERSION } from '../version.js'
import type { Kind, ScanEntry } from './scan-entries.js'

const HOME = 'https://github.com/sallyport/sallyport'
const RULES = `${HOME}/blob/main/docs/reference/scanner-rules.md`

/** What the definitions of a server are reviewed in; code scanning shows nothing without a file. */
const LOCK_FILE = 'mcp-tools.lock.json'

const LISTS: Readonly<Record<Kind, string>> = {
  tool: 'tools',
  prompt: 'prompts',
  resource: 'resources',
  template: 'resourceTemplates',
  instructions: 'instructions',
}

/** SARIF knows three levels (§3.27.10). */
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note' | 'none'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  none: 'none',
}

/** What code scanning sorts by: from 0 to 10, as CVSS counts. */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
  none: '0.0',
}

/** The findings as SARIF 2.1.0, for code scanning. Rules carry their help; results stay the same from run to run. */
export function sarif(entries: readonly ScanEntry[], source: Source): object {
  const results = entries.flatMap((entry) => entry.findings.map((finding) => ({ entry, finding })))
  const placeOf = places(source, entries)
  const known = SCAN_RULES.map(({ id }) => id)
  const foreign = [...new Set(results.map(({ finding }) => finding.rule))].filter((id) => !known.includes(id))
  const ids = [...known, ...foreign]
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'sallyport',
            semanticVersion: VERSION,
            informationUri: HOME,
            rules: [...SCAN_RULES.map(ruleOf), ...foreign.map((id) => ({ id }))],
          },
        },
        columnKind: 'utf16CodeUnits',
        results: results.map(({ entry, finding }) => ({
          ruleId: finding.rule,
          ruleIndex: ids.indexOf(finding.rule),
          level: LEVELS[finding.severity],
          message: { text: messageOf(entry, finding) },
          locations: [placeOf(entry, finding)],
          partialFingerprints: { 'sallyportFinding/v1': fingerprint(entry, finding) },
          properties: { severity: finding.severity, 'security-severity': SCORES[finding.severity] },
        })),
      },
    ],
  }
}

function ruleOf({ id, severity, title, explanation, fix, bad, good }: (typeof SCAN_RULES)[number]): object {
  const [refused, accepted] = [bad, good].map((text) => foreignLine(text))
  const help = `${explanation} ${fix}`
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
    help: { text: help, markdown: `${help}\n\nRefused:\n\n    ${refused ?? ''}\n\nFine:\n\n    ${accepted ?? ''}` },
    helpUri: `${RULES}#${id}`,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['security', 'mcp'], precision: 'medium', 'security-severity': SCORES[severity] },
  }
}

function messageOf({ kind, name }: ScanEntry, { message, excerpt }: ScanFinding): string {
  const what = name === '' ? kind : `${kind} "${foreignLine(name, 120)}"`
  const text = `${what}: ${foreignLine(message)}${excerpt === '' ? '' : ` > ${foreignLine(excerpt)}`}`
  // Brackets would make a link of a server's words (§3.11.6).
  return text.replaceAll(/[\\[\]]/g, '\\$&')
}

/** The same finding has the same one wherever its tool stands in the list. */
function fingerprint({ kind, name }: ScanEntry, { rule, path }: ScanFinding): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, name, rule, path]))
    .digest('hex')
}

/** From where the command runs, as code scanning wants it; of what lies elsewhere the whole address. */
function artifactUri(path: string): string {
  const fromHere = relative('.', resolve(path))
  const isBelow = fromHere !== '' && !fromHere.startsWith('..') && resolve(fromHere) !== fromHere
  return isBelow ? fromHere.split(sep).map(encodeURIComponent).join('/') : pathToFileURL(path).href
}

function places({ file, lock }: Source, entries: readonly ScanEntry[]) {
  const pointerOf = ({ kind, index }: ScanEntry, path: string): string => {
    const above = file?.toolsAt.replace(/\/?tools$/, '') ?? ''
    if (kind === 'instructions') return `${above}/instructions${lock ? '/text' : ''}`
    const list = file?.toolsAt === '' ? '' : `${above}/${LISTS[kind]}`
    return `${list}/${String(index)}${lock ? '/definition' : ''}${path}`
  }
  const pointers = entries.flatMap((entry) => entry.findings.map(({ path }) => pointerOf(entry, path)))
  const lines = file && linesOf(file.text, pointers)
  const uri = file === undefined || file.path === '-' ? LOCK_FILE : artifactUri(file.path)
  return (entry: ScanEntry, { path }: ScanFinding): object => ({
    physicalLocation: {
      artifactLocation: { uri },
      region: { startLine: (file?.path === '-' ? undefined : lines?.get(pointerOf(entry, path))) ?? 1 },
    },
    logicalLocations: [
      {
        ...(entry.name !== '' && { name: foreignLine(entry.name) }),
        fullyQualifiedName: foreignLine(`${LISTS[entry.kind]}/${entry.name}${path}`),
      },
    ],
  })
}
