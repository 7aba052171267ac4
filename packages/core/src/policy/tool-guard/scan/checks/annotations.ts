import { nameWords, words } from '../plain.js'
import { STRUCTURE_RULES } from '../rules/structure-rules.js'
import type { ScanFinding } from '../types.js'
import { finding, isObject, textOf, type Json } from './definition.js'

/** Verbs at the start of a name that nobody calls reading. */
const CHANGES =
  /^ (?:\w+ )?(?:delete|remove|drop|destroy|wipe|purge|erase|truncate|kill|terminate|uninstall|revoke|send|transfer|pay|publish|deploy|write|overwrite|execute|exec|shell|cleanup|update|create|insert|upload|rename|move|modify|reset) /

const DESTROYS = /^ (?:\w+ )?(?:delete|remove|drop|destroy|wipe|purge|erase|truncate|terminate|uninstall) /

const WIPES = /^ (?:wipe|destroy|erase|purge|format) (?:\w+ )?(?:disks?|drives?|database|everything|all|device|data) /

const SAYS =
  /^ (?:permanently |irreversibly )?(?:deletes?|removes?|drops?|destroys?|wipes?|purges?|erases?|sends?|transfers?|moves money|pays?|publishes|overwrites?|uninstalls?|runs? any|executes? (?:any|arbitrary|shell)) /

const RUNS = /^ (?:run|execute|exec|eval|shell) (?:shell |any |arbitrary )?(?:command|shell|code|script|bash|cmd) /

/** Hints that say less than the name and the first words of the description (TL-07). */
export function* checkAnnotations(tool: Json): Generator<ScanFinding> {
  const annotations = tool['annotations']
  if (!isObject(annotations)) return
  const names = [tool['name'], tool['title'], annotations['title']].map((one) => nameWords(textOf(one)))
  const named = (expression: RegExp): boolean => names.some((name) => expression.test(name))
  const said = words(textOf(tool['description']).slice(0, 80))
  const rule = STRUCTURE_RULES['misleading-annotation']
  const shown = `${textOf(tool['name'])}: ${JSON.stringify(annotations)}`
  if (annotations['readOnlyHint'] === true && (named(CHANGES) || SAYS.test(said) || named(RUNS))) {
    const severity = SAYS.test(said) || named(DESTROYS) || named(RUNS) ? 'medium' : 'low'
    yield finding(rule, '/annotations/readOnlyHint', shown, { severity })
  } else if (annotations['destructiveHint'] === false && annotations['readOnlyHint'] !== true && named(DESTROYS)) {
    const certain = / (?:permanently|irreversibly|all (?:its|the|data|of)|cannot be undone) /.test(said) || named(WIPES)
    yield finding(rule, '/annotations/destructiveHint', shown, { severity: certain ? 'medium' : 'low' })
  }
}
