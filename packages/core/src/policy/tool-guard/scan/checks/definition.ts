import type { Severity } from '../../types.js'
import type { ScanFinding, ScanRule } from '../types.js'
import { excerpt } from '../excerpt.js'

/** A JSON object as it came in. */
export type Json = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A finding of a rule at a place; milder or graver than the rule where the place says so. */
export function finding(
  rule: ScanRule,
  path: string,
  text: string,
  options: { at?: number; severity?: Exclude<Severity, 'none'>; message?: string } = {},
): ScanFinding {
  return {
    rule: rule.id,
    severity: options.severity ?? rule.severity,
    path,
    excerpt: excerpt(text, options.at),
    message: options.message ?? rule.title,
  }
}
