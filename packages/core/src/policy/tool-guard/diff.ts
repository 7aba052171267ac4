import { canonicalJson } from '../../foundation/index.js'
import { describeChanges, describeLone } from './describe-changes.js'
import type {
  ChangedDefinition,
  DefinitionChange,
  DefinitionDiff,
  DiffOptions,
  DuplicatedDefinition,
  LoneDefinition,
  RenamedDefinition,
} from './diff-types.js'
import { byCodeUnits, namingMember, nameIn } from './lists.js'
import { findRenames } from './renames.js'
import { gravest } from './severities.js'
import type { Definition, ListName, ToolDefinition } from './types.js'

/**
 * Everything that differs between two sets of tools (F-52): added, removed, changed, renamed and duplicated tools, with
 * the pointer, the words and the severity of each change. The order of tools and of members means nothing. The answer is
 * plain data, fit for `JSON.stringify`. Pass `scan: scanTools` to have new texts read for what they want from a model;
 * otherwise new words are `high`, whatever they say.
 *
 * @throws {TypeError} on definitions without a name, or with what JSON cannot say exactly
 * @example
 * ```ts
 * import { diffTools, scanTools } from '@sallyport/core/tool-guard'
 *
 * const before = [{ name: 'read', annotations: { readOnlyHint: false } }]
 * const after = [{ name: 'read', annotations: { readOnlyHint: true } }]
 * const [changed] = diffTools(before, after, { scan: scanTools }).changed
 * console.log(changed?.severity, changed?.changes[0]?.path) // high /annotations/readOnlyHint
 * ```
 */
export function diffTools(
  before: readonly ToolDefinition[],
  after: readonly ToolDefinition[],
  options: DiffOptions = {},
): DefinitionDiff {
  return diffDefinitions('tools', before, after, options)
}

/** Like {@link diffTools}, for prompts, resources and resource templates too: each is known by its name, URI or template. */
export function diffDefinitions(
  list: ListName,
  before: readonly Definition[],
  after: readonly Definition[],
  options: DiffOptions = {},
): DefinitionDiff {
  const old = byName(list, before)
  const fresh = byName(list, after)
  const changed: ChangedDefinition[] = []
  const onlyOld: Definition[] = []
  for (const [name, candidates] of old) {
    const others = fresh.get(name)
    if (!others) onlyOld.push(...candidates.slice(0, 1))
    else changed.push(...changesOf(name, candidates, others, options))
  }
  const onlyFresh = [...fresh].flatMap(([name, [first]]) => (old.has(name) || !first ? [] : [first]))
  const renames = findRenames(list, onlyOld, onlyFresh)
  const lone = (definitions: readonly Definition[], side: 'from' | 'to', kind: 'added' | 'removed') =>
    definitions
      .filter((definition) => !renames.some((rename) => rename[side] === definition))
      .map((definition) => describeLone(nameIn(list, definition), kind, definition, options))
  return {
    added: lone(onlyFresh, 'to', 'added'),
    removed: lone(onlyOld, 'from', 'removed'),
    changed,
    renamed: renames.map(({ from, to }): RenamedDefinition => {
      const name = `/${namingMember(list)}`
      const isGrave = ({ severity }: DefinitionChange): boolean => severity === 'high' || severity === 'critical'
      // That the name is another one is said already, unless it hides or imitates something.
      const changes = describeChanges(from, to, options).filter((change) => change.path !== name || isGrave(change))
      const severity = gravest(['medium', ...changes.map((change) => change.severity)])
      return { from: nameIn(list, from), to: nameIn(list, to), severity, changes }
    }),
    duplicated: [...duplicates(old, 'before'), ...duplicates(fresh, 'after')],
  }
}

/**
 * What changed in the instructions of a server.
 *
 * @param options `scan` reads them as the description of a definition
 * @returns `undefined` when nothing did
 */
export function diffInstructions(
  before: string | undefined,
  after: string | undefined,
  options: DiffOptions = {},
): DefinitionChange | undefined {
  const asDefinition = (text: string | undefined) => (text === undefined ? {} : { description: text })
  const [change] = describeChanges(asDefinition(before), asDefinition(after), options)
  return change && { ...change, path: '' }
}

/**
 * The gravest severity in a diff; `none` when nothing changed.
 *
 * @example
 * ```ts
 * import { diffTools, severityOfDiff } from '@sallyport/core/tool-guard'
 *
 * console.log(severityOfDiff(diffTools([], []))) // none
 * ```
 */
export function severityOfDiff(diff: DefinitionDiff): ReturnType<typeof gravest> {
  const all: readonly (LoneDefinition | ChangedDefinition | RenamedDefinition | DuplicatedDefinition)[] =
    Object.values(diff).flat()
  return gravest(all.map(({ severity }) => severity))
}

function byName(list: ListName, definitions: readonly Definition[]): Map<string, Definition[]> {
  const names = new Map<string, Definition[]>()
  for (const definition of definitions) {
    canonicalJson(definition)
    const name = nameIn(list, definition)
    const group = names.get(name)
    if (group) group.push(definition)
    else names.set(name, [definition])
  }
  return new Map([...names].sort(([a], [b]) => byCodeUnits(a, b)))
}

/** Of a duplicated name the definitions that agree are a pair; else the first of each. */
function changesOf(
  name: string,
  before: readonly Definition[],
  after: readonly Definition[],
  options: DiffOptions,
): ChangedDefinition[] {
  const [old] = before
  const known = new Set(before.map(canonicalJson))
  const foreign = after.filter((definition) => !known.has(canonicalJson(definition)))
  return old === undefined
    ? []
    : foreign.map((definition) => {
        const changes = describeChanges(old, definition, options)
        return { name, severity: gravest(changes.map(({ severity }) => severity)), changes }
      })
}

function duplicates(names: Map<string, Definition[]>, side: 'before' | 'after'): DuplicatedDefinition[] {
  return [...names].flatMap(([name, { length: count }]) =>
    count > 1 ? [{ name, side, count, severity: side === 'after' ? 'high' : 'low' } as const] : [],
  )
}
