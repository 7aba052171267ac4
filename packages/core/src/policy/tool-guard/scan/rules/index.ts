import type { ScanRule } from '../types.js'
import { PATTERN_RULES } from './pattern-rules.js'
import { STRUCTURE_RULES } from './structure-rules.js'
import { TEXT_RULES } from './text-rules.js'

const published = ({ id, severity, title, explanation, fix, bad, good }: ScanRule): ScanRule =>
  Object.freeze({ id, severity, title, explanation, fix, bad, good })

/** Every rule of the scanner, as people read it. */
export const SCAN_RULES: readonly ScanRule[] = Object.freeze(
  [...TEXT_RULES, ...PATTERN_RULES, ...Object.values(STRUCTURE_RULES)].map(published),
)
