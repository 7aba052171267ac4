import { gravest, type DefinitionScan, type Severity, type SurfaceScanReport } from '@sallyport/core/tool-guard'
import { isDefinition } from '../sources/definitions.js'
import type { RawSurface } from '../sources/source.js'

export type Kind = 'tool' | 'prompt' | 'resource' | 'template' | 'instructions'

/** One definition of a report, whichever list it is from. */
export interface ScanEntry extends DefinitionScan {
  readonly kind: Kind
  /** Its place in its list. */
  readonly index: number
  /** What is null, a number or a text was read like everything else, but it is no tool that is fine. */
  readonly isDefinition: boolean
}

const entriesOf = (
  kind: Kind,
  scans: readonly DefinitionScan[] = [],
  sent: readonly unknown[] | undefined,
): readonly ScanEntry[] =>
  scans.map((scan, index) => ({ ...scan, kind, index, isDefinition: sent === undefined || isDefinition(sent[index]) }))

/** All that was scanned, in the order it was sent. */
export function scanEntries(report: SurfaceScanReport, surface: RawSurface): readonly ScanEntry[] {
  const { tools, prompts, resources, resourceTemplates, instructions } = report
  return [
    ...entriesOf('tool', tools, surface.tools),
    ...entriesOf('prompt', prompts, surface.prompts),
    ...entriesOf('resource', resources, surface.resources),
    ...entriesOf('template', resourceTemplates, surface.resourceTemplates),
    ...entriesOf('instructions', instructions && [instructions], undefined),
  ]
}

/** Those with findings, the worst first. */
export function suspicious(entries: readonly ScanEntry[]): readonly ScanEntry[] {
  const worst = (a: Severity, b: Severity): number => (a === b ? 0 : gravest([a, b]) === a ? -1 : 1)
  return entries.filter(({ severity }) => severity !== 'none').toSorted((a, b) => worst(a.severity, b.severity))
}

const plural = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`

/** For example `3 tools, 1 prompt: 1 critical, 3 without findings`. */
export function scanSummary(entries: readonly ScanEntry[]): string {
  const count = <T>(values: readonly T[], value: T): number => values.filter((other) => other === value).length
  const definitions = entries.filter(({ isDefinition }) => isDefinition)
  const kinds = definitions.map(({ kind }) => kind)
  const what = (['tool', 'prompt', 'resource', 'template'] as const).flatMap((kind) => {
    const times = count(kinds, kind)
    return times > 0 || kind === 'tool' ? [plural(times, kind)] : []
  })
  if (kinds.includes('instructions')) what.push('instructions')
  const severities = entries.map(({ severity }) => severity)
  const found = (['critical', 'high', 'medium', 'low'] as const).flatMap((severity) => {
    const times = count(severities, severity)
    return times > 0 ? [`${String(times)} ${severity}`] : []
  })
  const clean = definitions.filter(({ severity }) => severity === 'none').length
  if (clean > 0 || found.length === 0) found.push(`${String(clean)} without findings`)
  const strays = entries.length - definitions.length
  if (strays > 0) found.push(`${String(strays)} no definition`)
  return `${what.join(', ')}: ${found.join(', ')}`
}
