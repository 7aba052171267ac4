import { gravest, type Severity } from '@sallyport/core/tool-guard'
import type { Style } from '../terminal/terminal.js'

/** What `--fail-on` takes. */
export const FAIL_ON = ['low', 'medium', 'high', 'critical', 'never'] as const

export type FailOn = (typeof FAIL_ON)[number]

export const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  none: 'green',
  low: 'cyan',
  medium: 'yellow',
  high: 'red',
  critical: 'magenta',
}

/** Whether a severity makes a command end with 1. */
export const isAtLeast = (severity: Severity, failOn: FailOn): boolean =>
  failOn !== 'never' && severity !== 'none' && gravest([severity, failOn]) === severity
