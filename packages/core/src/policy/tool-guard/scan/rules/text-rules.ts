import type { TextRule } from '../types.js'
import { CONDUCT_RULES } from './conduct-rules.js'
import { DISCLOSURE_RULES } from './disclosure-rules.js'
import { INSTRUCTION_RULES } from './instruction-rules.js'

/** Rules about what a sentence says. */
export const TEXT_RULES: readonly TextRule[] = [...INSTRUCTION_RULES, ...DISCLOSURE_RULES, ...CONDUCT_RULES]
