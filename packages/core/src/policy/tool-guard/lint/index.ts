/** Mistakes in definitions of one's own (TL-12, TL-14 to TL-18, TL-25). Part of the room `tool-guard`. */
export { lintDefinitions } from './lint-definitions.js'
export { patternProblem, type PatternProblem } from './patterns.js'
export { LINT_RULES } from './rules.js'
export type { LintFinding, LintOptions, LintRule } from './types.js'
