import * as z from 'zod/mini'
import { ClassifierError } from '../../../errors/index.js'
import type { Severity } from '../../../policy/tool-guard/index.js'
import type { ContentFinding } from '../types.js'

const Attack = z.object({ attackDetected: z.boolean() })
const Shielded = z.object({
  userPromptAnalysis: z.nullish(Attack),
  documentsAnalysis: z.nullish(z.array(Attack)),
})

const Analyzed = z.object({
  blocklistsMatch: z.nullish(z.array(z.object({ blocklistName: z.string() }))),
  categoriesAnalysis: z.array(z.object({ category: z.string(), severity: z.int().check(z.minimum(0), z.maximum(7)) })),
})

function parsed<Schema extends z.ZodMiniType>(schema: Schema, answer: unknown): z.output<Schema> {
  const result = schema.safeParse(answer)
  if (!result.success) throw new ClassifierError('classifier_malformed')
  return result.data
}

const INJECTION: ContentFinding = Object.freeze({
  category: 'prompt_injection',
  severity: 'high',
  detector: 'azure.shieldPrompt',
})

/** Whether each of the documents, or the prompt, is an attack. @throws {ClassifierError} unless all of them were judged */
export function shieldFindings(answer: unknown, documents: number): (readonly ContentFinding[])[] {
  const { userPromptAnalysis, documentsAnalysis } = parsed(Shielded, answer)
  const analyses = documents === 0 ? [userPromptAnalysis] : (documentsAnalysis ?? [])
  if (documents > 0 && analyses.length !== documents) throw new ClassifierError('classifier_malformed')
  return analyses.map((analysis) => {
    if (!analysis) throw new ClassifierError('classifier_malformed')
    return analysis.attackDetected ? [INJECTION] : []
  })
}

/** The service's levels: 0, 2, 4, 6 of four, or 0 to 7 of eight. */
function severityOf(level: number): Severity {
  if (level === 0) return 'none'
  return level <= 2 ? 'low' : level <= 4 ? 'medium' : 'high'
}

/** @throws {ClassifierError} unless every category was judged, or a blocklist ended the judgement */
export function analyzeFindings(answer: unknown, asked: readonly string[]): ContentFinding[] {
  const { blocklistsMatch, categoriesAnalysis } = parsed(Analyzed, answer)
  const hits = [...new Set((blocklistsMatch ?? []).map(({ blocklistName }) => blocklistName))]
  const judged = new Set(categoriesAnalysis.map(({ category }) => category))
  if (!asked.every((category) => judged.has(category))) throw new ClassifierError('classifier_malformed')
  return [
    ...hits.map((name): ContentFinding => ({ category: `blocklist/${name}`, severity: 'high', detector: DETECTOR })),
    ...categoriesAnalysis.flatMap(({ category, severity: level }): ContentFinding[] => {
      const severity = severityOf(level)
      return severity === 'none' ? [] : [{ category, severity, score: Math.min(level, 6) / 6, detector: DETECTOR }]
    }),
  ]
}

const DETECTOR = 'azure.analyze'
