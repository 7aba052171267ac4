import { readFile } from 'node:fs/promises'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import {
  definitionText,
  parseToolList,
  scanSurface,
  scanTools,
  type DefinitionScan,
  type ScanVerdict,
} from '@sallyport/core/tool-guard'

declare const client: Client
declare const classifier: {
  classify(items: readonly { text: string; kind: 'tool_definition' }[]): Promise<readonly ScanVerdict[]>
}

// #region file
const list = parseToolList(await readFile('tools.json', 'utf8'))
if (!list.ok) throw new Error(`${list.problem} at ${list.path}`)

const suspicious = scanTools(list.tools).tools.filter(({ severity }) => severity !== 'none' && severity !== 'low')
for (const { name, findings } of suspicious) {
  for (const { rule, path, excerpt } of findings) console.error(`${name}${path}: ${rule}: ${excerpt}`)
}
// #endregion file

// #region surface
const { tools } = await client.listTools()
const { prompts } = await client.listPrompts()
const report = scanSurface({ tools, prompts, instructions: client.getInstructions() })

const all: DefinitionScan[] = [...report.tools, ...(report.prompts ?? [])]
if (report.instructions) all.push(report.instructions)
if (all.some(({ severity }) => severity === 'high' || severity === 'critical')) await client.close()
// #endregion surface

// #region classifier
const verdicts = await classifier.classify(
  tools.map((tool) => ({ text: definitionText(tool), kind: 'tool_definition' })),
)
const judged = scanTools(tools, {
  verdicts,
  progress: (scanned, total) => process.stderr.write(`\r${scanned}/${total}`),
})
// #endregion classifier

console.log(judged.tools.length)
