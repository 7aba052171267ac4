import { checkPath, type InputCheck, type PathRules } from '@sallyport/core/inputs'
import type { ArgumentRule } from './types.js'

const refuse = (problem: string, message: string): InputCheck<never> => ({ ok: false, problem, message })

/**
 * A whole number between two others.
 *
 * @example
 * ```ts
 * import { integerArgument } from '@sallyport/guards/commands'
 *
 * console.log(integerArgument({ min: 1, max: 50 })(7)) // { ok: true, value: '7' }
 * ```
 */
export function integerArgument({ min, max }: { readonly min: number; readonly max: number }): ArgumentRule {
  return (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
      ? { ok: true, value: String(value) }
      : refuse('integer', `Send a whole number from ${min} to ${max}.`)
}

/**
 * Text of one line.
 *
 * `maxLength` is 256 unless said otherwise.
 *
 * @param pattern must match the whole text; without one, everything printable goes
 * @example
 * ```ts
 * import { textArgument } from '@sallyport/guards/commands'
 *
 * const revision = textArgument({ pattern: /[0-9a-f]{7,40}/, hint: 'Send a commit hash.' })
 * console.log(revision('HEAD; id').ok) // false
 * ```
 */
export function textArgument({
  pattern,
  maxLength = 256,
  hint = 'Send a shorter text of one line.',
}: { readonly pattern?: RegExp; readonly maxLength?: number; readonly hint?: string } = {}): ArgumentRule {
  const whole =
    pattern === undefined ? undefined : new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ''))
  return (value) => {
    const fits =
      typeof value === 'string' && value.length <= maxLength && !/[\p{Cc}\p{Surrogate}\u2028\u2029]/u.test(value)
    return fits && whole?.test(value) !== false ? { ok: true, value } : refuse('text', hint)
  }
}

/**
 * A relative path by the rules of `checkPath`. Where it leads is not looked up: pass files by standard input, or set
 * `cwd` to a folder without links.
 *
 * @example
 * ```ts
 * import { pathArgument } from '@sallyport/guards/commands'
 *
 * console.log(pathArgument()('../etc/passwd').ok) // false
 * ```
 */
export function pathArgument(rules: PathRules = {}): ArgumentRule {
  return (value) => {
    const checked = checkPath(value, rules)
    return checked.ok ? { ok: true, value: checked.value.join('/') || '.' } : checked
  }
}
