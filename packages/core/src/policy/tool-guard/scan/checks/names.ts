import { imitates, mixesScripts, skeleton } from '../confusables.js'
import { STRUCTURE_RULES } from '../rules/structure-rules.js'
import type { ScanFinding } from '../types.js'
import { strings } from '../visit.js'
import { finding, isObject, textOf, type Json } from './definition.js'

const ALLOWED = /^[A-Za-z0-9_.-]{1,128}$/

/** The name of a tool and the names of its parameters, by themselves. */
export function* checkNames(tool: Json): Generator<ScanFinding> {
  const name = textOf(tool['name'])
  if (!ALLOWED.test(name)) yield finding(STRUCTURE_RULES['invalid-name'], '/name', name)
  if (imitates(name)) yield finding(STRUCTURE_RULES['confusable-name'], '/name', name)
  for (const { path, text, isKey } of strings(tool['inputSchema'])) {
    if (isKey && (mixesScripts(text) || text.normalize('NFKC') !== text)) {
      yield finding(STRUCTURE_RULES['confusable-name'], `/inputSchema${path}`, text)
    }
  }
}

/**
 * For each definition whose name another one passes for: the first one with such a name.
 *
 * @param member what definitions of this list are named by
 */
export function lookAlikes(definitions: readonly unknown[], member: string): Map<number, readonly ScanFinding[]> {
  const first = new Map<string, string>()
  const found = new Map<number, readonly ScanFinding[]>()
  definitions.forEach((definition, index) => {
    const name = isObject(definition) ? textOf(definition[member]) : ''
    if (name === '') return
    const shape = skeleton(name)
    const other = first.get(shape)
    if (other === undefined) first.set(shape, name)
    else {
      const message = `${STRUCTURE_RULES['look-alike-name'].title} The other one is ${JSON.stringify(other)}.`
      found.set(index, [finding(STRUCTURE_RULES['look-alike-name'], `/${member}`, name, { message })])
    }
  })
  return found
}
