import { gravest, rankOf } from '../severities.js'
import { namingMember } from '../lists.js'
import type { ListName } from '../types.js'
import { checkAnnotations } from './checks/annotations.js'
import { isObject, textOf, type Json } from './checks/definition.js'
import { checkNames, lookAlikes } from './checks/names.js'
import { checkArguments, checkParameters } from './checks/parameters.js'
import { checkSchemas } from './checks/schemas.js'
import { checkText, type KnownTexts } from './checks/text.js'
import { nameWords } from './plain.js'
import type { DefinitionScan, ScanFinding, ScanVerdict } from './types.js'
import { verdictFindings } from './verdicts.js'
import { strings } from './visit.js'

/** Words of JSON Schema and the protocol: they say nothing about the definition. */
const KEYWORDS =
  /^(?:name|title|description|type|properties|required|items|enum|default|format|inputSchema|outputSchema|annotations|additionalProperties|\$schema|anyOf|oneOf|allOf|const|minimum|maximum|minLength|maxLength|pattern|examples|arguments|uri|uriTemplate|mimeType|_meta|execution|icons|readOnlyHint|destructiveHint|idempotentHint|openWorldHint)$/

type Check = (definition: Json) => Iterable<ScanFinding>

/** What is looked at besides texts. */
const CHECKS: Readonly<Record<ListName, readonly Check[]>> = {
  tools: [checkNames, checkParameters, checkSchemas, checkAnnotations],
  prompts: [checkArguments, checkSchemas],
  resources: [checkSchemas],
  resourceTemplates: [checkSchemas],
}

/** Tools about stored conversations speak of conversations; by their name, so that a description cannot excuse itself. */
const ABOUT_TALK = / (?:chats?|conversations?|threads?|messages?|transcripts?|dialogues?) /

/** What the name of a definition makes less of a surprise. */
function inContext(name: string, found: ScanFinding): ScanFinding {
  const words = nameWords(name)
  const expected =
    (found.rule === 'conversation-leak' && ABOUT_TALK.test(words)) ||
    (found.rule === 'sensitive-path' && found.excerpt === '.env' && / (?:dot)?env /.test(words))
  return expected ? { ...found, severity: 'low' } : found
}

/** What the findings of a definition amount to, worst first; of one rule at one place the worst counts. */
export function summary(name: string, findings: Iterable<ScanFinding>): DefinitionScan {
  const kept = new Map<string, ScanFinding>()
  for (const one of findings) {
    const found = inContext(name, one)
    const key = JSON.stringify([found.rule, found.path])
    const other = kept.get(key)
    if (other === undefined || rankOf(other.severity) < rankOf(found.severity)) kept.set(key, found)
  }
  const sorted = [...kept.values()].sort((a, b) => rankOf(b.severity) - rankOf(a.severity))
  return { name, severity: gravest(sorted.map(({ severity }) => severity)), findings: sorted }
}

/** Everything that the rules find in one definition. */
function* findingsIn(list: ListName, definition: unknown, known: KnownTexts): Generator<ScanFinding> {
  for (const visited of strings(definition)) {
    if (!visited.isKey || !KEYWORDS.test(visited.text)) yield* checkText(visited, known)
  }
  if (!isObject(definition)) return
  for (const check of CHECKS[list]) yield* check(definition)
}

/** What is shared by the lists of one scan. */
export interface ScanState {
  readonly known: KnownTexts
  readonly verdicts: readonly (ScanVerdict | undefined)[] | undefined
  readonly done: () => void
}

/** Scans the definitions of one list. */
export function scanList(list: ListName, definitions: readonly unknown[], state: ScanState): DefinitionScan[] {
  const member = namingMember(list)
  const similar = lookAlikes(definitions, member)
  return definitions.map((definition, index) => {
    const findings = [
      ...findingsIn(list, definition, state.known),
      ...(similar.get(index) ?? []),
      ...verdictFindings(definition, state.verdicts?.[index]),
    ]
    state.done()
    return summary(isObject(definition) ? textOf(definition[member]) : '', findings)
  })
}
