import { renderMarkdown, renderTerminal, type DefinitionDiff } from '@sallyport/core/tool-guard'
import type { List } from '../sources/source.js'
import type { Terminal } from '../terminal/terminal.js'
import { isEmpty, type SurfaceDiff } from './compare.js'

const TITLES: Readonly<Record<List, string>> = {
  tools: 'Tools',
  prompts: 'Prompts',
  resources: 'Resources',
  resourceTemplates: 'Resource templates',
}

/** Instructions are shown as a definition that has nothing else, so that they look as safe as everything else. */
function sections({ lists, instructions }: SurfaceDiff): readonly (readonly [title: string, diff: DefinitionDiff])[] {
  const parts = Object.entries(lists)
    .filter(([list, diff]) => list === 'tools' || !isEmpty(diff))
    .map(([list, diff]) => [TITLES[list as List], diff] as const)
  if (instructions === undefined) return parts
  const { severity } = instructions
  const changed = [{ name: 'instructions', severity, changes: [instructions] }]
  return [...parts, ['Instructions', { added: [], removed: [], changed, renamed: [], duplicated: [] }]]
}

export function diffText(diff: SurfaceDiff, { colours }: Pick<Terminal, 'colours'>): string {
  const parts = sections(diff)
  return parts
    .map(([title, part]) => {
      const text = renderTerminal(part, { color: colours }).trimEnd()
      return parts.length === 1 ? text : `${title}: ${text}`
    })
    .join('\n\n')
}

export function diffMarkdown(diff: SurfaceDiff): string {
  return sections(diff)
    .map(([title, part]) => renderMarkdown(part).trimEnd().replace('### Definitions:', `### ${title}:`))
    .join('\n\n')
}
