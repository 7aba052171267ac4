import type { Drift } from '@sallyport/core/tool-guard'
import { foreignLine } from '../sources/foreign-text.js'

const LISTS: Readonly<Record<Drift['list'], string>> = {
  tools: 'tool',
  prompts: 'prompt',
  resources: 'resource',
  resourceTemplates: 'template',
  instructions: 'instructions',
}

const KINDS: Readonly<Record<Drift['kind'], string>> = {
  unknown: 'new',
  changed: 'changed',
  duplicated: 'twice',
  missing: 'gone',
}

/** For example `tool add`. */
export const driftName = ({ list, name }: Pick<Drift, 'list' | 'name'>): string =>
  name === '' ? LISTS[list] : `${LISTS[list]} ${foreignLine(name, 120)}`

/** One line for each drift. */
export function driftLines(drifts: readonly Drift[]): readonly string[] {
  return drifts.map((drift) => `  ${KINDS[drift.kind].padEnd(7)}  ${driftName(drift)}`)
}
