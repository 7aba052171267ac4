import { readFileSync } from 'node:fs'
import type { ToolDefinition } from '../../../../src/policy/tool-guard/index.js'

/** Definitions of published servers, from the corpus of the scanner. */
export function realTools(): ToolDefinition[] {
  const corpus = new URL('../../../corpus/real/development.jsonl', import.meta.url)
  return readFileSync(corpus, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (JSON.parse(line) as { tools: ToolDefinition[] }).tools)
}
