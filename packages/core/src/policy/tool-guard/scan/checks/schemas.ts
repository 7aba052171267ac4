import { nameWords } from '../plain.js'
import { STRUCTURE_RULES } from '../rules/structure-rules.js'
import type { ScanFinding } from '../types.js'
import { strings } from '../visit.js'
import { finding, isObject, textOf, type Json } from './definition.js'

const DANGEROUS =
  / (?:delete|drop|destroy|wipe|purge|exec|execute|eval|shell|admin|sudo|write|overwrite|transfer|deploy|bash|terminal) /

/** Far above what the longest definitions of well-known servers need. */
const MAX_TEXT_LENGTH = 20_000

/** True for a schema that names no property and forbids none. */
function takesAnything(schema: Json): boolean {
  const named = isObject(schema['properties']) && Object.keys(schema['properties']).length > 0
  const combined = ['anyOf', 'oneOf', 'allOf', '$ref'].some((keyword) => schema[keyword] !== undefined)
  return !named && !combined && schema['additionalProperties'] !== false
}

/** `{}` or `true` for whatever is not named. */
const isOpen = (value: unknown): boolean => value === true || (isObject(value) && Object.keys(value).length === 0)

const FREE_COMMAND = /^(?:command|cmd|code|script|shell|expression|query|sql|args|input|statement)$/i

/** Runs whatever it gets, says nothing about it and lets further arguments through. */
function isUnexplained(tool: Json, schema: Json): boolean {
  if (textOf(tool['description']).trim().length > 12 || !isOpen(schema['additionalProperties'])) return false
  return isObject(schema['properties']) && Object.keys(schema['properties']).some((name) => FREE_COMMAND.test(name))
}

/** A place in an address that somebody fills in. */
const PLACEHOLDER = /\{[^}]{0,80}\}|%7B|<[^>]{1,80}>|\$\w/i

/** Schemas that take anything, references into the network, icons and sizes. */
export function* checkSchemas(tool: Json): Generator<ScanFinding> {
  const schema = tool['inputSchema']
  const name = textOf(tool['name'])
  if (isObject(schema) && DANGEROUS.test(nameWords(name))) {
    const anything = takesAnything(schema)
    const declared = isObject(schema['properties'])
    const open = isOpen(schema['additionalProperties'])
    const patterns = isObject(schema['patternProperties'])
      ? Object.values(schema['patternProperties']).some(isOpen)
      : false
    if ((anything && (!declared || open)) || patterns || isUnexplained(tool, schema)) {
      yield finding(STRUCTURE_RULES['over-permissive-schema'], '/inputSchema', JSON.stringify(schema).slice(0, 200))
    }
  }
  for (const { path, text, isKey, field } of strings(tool)) {
    if (isKey) continue
    if (/^\$(?:ref|dynamicRef)$/.test(field) && /^(?:https?:)?\/\//i.test(text)) {
      yield finding(STRUCTURE_RULES['remote-reference'], path, text)
    }
    if (field === 'src' && path.startsWith('/icons/') && !/^(?:https:\/\/|data:image\/)/i.test(text)) {
      yield finding(STRUCTURE_RULES['unsafe-icon'], path, text)
    }
    if (field === 'src' && path.startsWith('/icons/') && /^https?:/i.test(text) && PLACEHOLDER.test(text)) {
      yield finding(STRUCTURE_RULES['unsafe-icon'], path, text, { severity: 'high' })
    }
    if (text.length > MAX_TEXT_LENGTH && !text.startsWith('data:image/')) {
      yield finding(STRUCTURE_RULES['oversized'], path, text)
    }
  }
}
