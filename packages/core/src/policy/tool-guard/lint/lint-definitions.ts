import { excerpt } from '../scan/excerpt.js'
import { skeleton } from '../scan/confusables.js'
import { summary } from '../scan/scan-definition.js'
import type { DefinitionScan, SurfaceScanReport } from '../scan/types.js'
import { definitionsOf, LIST_NAMES, nameIn } from '../lists.js'
import { pointer } from '../pointer.js'
import type { Definition, ListName, ServerSurface } from '../types.js'
import { checkIcons } from './icons.js'
import { LINT_RULES } from './rules.js'
import { checkSchema } from './schemas.js'
import type { LintFinding, LintOptions, Objection } from './types.js'

/** SEP-986. */
const NAME = /^[A-Za-z0-9_.-]{1,128}$/

/**
 * Looks for mistakes in definitions of your own, before others trip over them: names (TL-12), schemas that are no object
 * schemas or of an unknown dialect (TL-14), references that leave the schema (TL-15; nothing is fetched), schemas and
 * patterns that take a validator too long (TL-16), `x-mcp-header` (TL-17, TL-18), icons (TL-25). For poison in the
 * definitions of others there is `scanSurface`; the report has the same form.
 *
 * @returns findings by list and name; `LINT_RULES` has the fix for each rule
 * @throws {TypeError} on definitions without a name
 * @example
 * ```ts
 * import { lintDefinitions } from '@sallyport/core/tool-guard'
 *
 * const tools = [{ name: 'add note', inputSchema: { $ref: 'https://schemas.example/note.json' } }]
 * const [report] = lintDefinitions({ tools }).tools
 * console.log(report?.findings.map(({ rule, path }) => `${rule} ${path}`))
 * ```
 */
export function lintDefinitions(surface: ServerSurface, options: LintOptions = {}): SurfaceScanReport {
  const report: { tools: DefinitionScan[] } & Partial<Record<ListName, DefinitionScan[]>> = { tools: [] }
  for (const list of LIST_NAMES) {
    const definitions = definitionsOf(surface, list)
    if (!definitions) continue
    const rivals = list === 'tools' || list === 'prompts' ? rivalsOf(list, definitions) : undefined
    report[list] = definitions.map((definition) => {
      const name = nameIn(list, definition)
      const objections = [...checkName(list, name, rivals), ...checkDefinition(list, definition, options)]
      return summary(name, objections.map(findingOf))
    })
  }
  return report
}

function checkDefinition(list: ListName, definition: Definition, { origin }: LintOptions): Objection[] {
  const icons = checkIcons(definition, origin)
  if (list !== 'tools') return icons
  const schemas = (['inputSchema', 'outputSchema'] as const).flatMap((member) =>
    checkSchema(member, Object.hasOwn(definition, member) ? definition[member] : undefined),
  )
  return [...icons, ...schemas]
}

/** How often a name stands in its list, and how many names look like it. */
interface Rivals {
  readonly same: ReadonlyMap<string, number>
  readonly alike: ReadonlyMap<string, ReadonlySet<string>>
}

function rivalsOf(list: ListName, definitions: readonly Definition[]): Rivals {
  const same = new Map<string, number>()
  const alike = new Map<string, Set<string>>()
  for (const definition of definitions) {
    const name = nameIn(list, definition)
    same.set(name, (same.get(name) ?? 0) + 1)
    const look = skeleton(name)
    alike.set(look, (alike.get(look) ?? new Set()).add(name))
  }
  return { same, alike }
}

function checkName(list: ListName, name: string, rivals: Rivals | undefined): Objection[] {
  const found: Objection[] = []
  const path = ['name']
  if (list === 'tools' && !NAME.test(name)) found.push({ rule: 'name-form', path, text: name })
  if ((rivals?.same.get(name) ?? 0) > 1) found.push({ rule: 'name-twice', path, text: name })
  if ((rivals?.alike.get(skeleton(name))?.size ?? 0) > 1) found.push({ rule: 'name-look-alike', path, text: name })
  return found
}

function findingOf({ rule: id, path, text = '' }: Objection): LintFinding {
  const rule = LINT_RULES.find((candidate) => candidate.id === id)
  if (!rule) throw new TypeError(`there is no rule ${id}`)
  return { rule: id, severity: rule.severity, path: pointer(path), excerpt: excerpt(text), message: rule.title }
}
