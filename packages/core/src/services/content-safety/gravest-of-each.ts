import { gravest } from '../../policy/tool-guard/index.js'
import type { ContentFinding } from './types.js'

/** The gravest finding of each category and detector, whatever piece of a text it was found in. */
export function gravestOfEach(findings: readonly ContentFinding[]): ContentFinding[] {
  const kept = new Map<string, ContentFinding>()
  for (const finding of findings) {
    const key = `${finding.detector} ${finding.category}`
    const known = kept.get(key)
    const graver = known === undefined || gravest([known.severity, finding.severity]) !== known.severity
    if (graver) kept.set(key, finding)
  }
  return [...kept.values()]
}
