import { isObject } from './checks/definition.js'
import { excerpt } from './excerpt.js'
import type { ScanFinding, ScanVerdict } from './types.js'
import { strings } from './visit.js'

/**
 * The texts of a definition as one text, for a classifier: its strings in the order sent, one for each line, with the
 * names of parameters before them.
 *
 * @example
 * ```ts
 * import { definitionText, scanTools } from '@sallyport/core/tool-guard'
 *
 * const tools = [{ name: 'add', description: 'Adds two numbers.' }]
 * const items = tools.map((tool) => ({ text: definitionText(tool), kind: 'tool_definition' }))
 * console.log(items[0]?.text) // name: add, and in the next line description: Adds two numbers.
 * console.log(scanTools(tools, { verdicts: [{ findings: [] }] }).tools[0]?.severity) // none
 * ```
 */
export function definitionText(definition: unknown): string {
  const lines: string[] = []
  for (const { text, isKey, field, path } of strings(definition)) {
    if (!isKey) lines.push(field === '' ? text : `${field}: ${text}`)
    else if (path.endsWith(`/properties/${text}`)) lines.push(text)
  }
  return lines.join('\n')
}

/** What a classifier said, as findings of the whole definition. */
export function* verdictFindings(definition: unknown, verdict: ScanVerdict | undefined): Generator<ScanFinding> {
  for (const { category, severity, score, detector } of verdict?.findings ?? []) {
    if (severity === 'none') continue
    const certainty = score === undefined ? '' : `, score ${score.toFixed(2)}`
    yield {
      rule: `classifier/${category}`,
      severity,
      path: '',
      excerpt: excerpt(isObject(definition) ? definitionText(definition) : String(definition)),
      message: `Classified as ${JSON.stringify(category)} by ${detector}${certainty}.`,
      detector,
    }
  }
}
