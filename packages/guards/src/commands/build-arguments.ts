import { InputError } from '@sallyport/core/errors'
import type { Settings } from './options.js'
import type { ArgumentRule, OperandArgument, OptionArgument } from './types.js'

const nameOf = (argument: OptionArgument | OperandArgument): string =>
  'option' in argument ? argument.from : argument.operand

function refuse(path: string, problem: string, message: string): InputError {
  return new InputError('Invalid arguments.', { reason: `command_${problem}`, problems: [{ path, message }] })
}

/** One value as text. Whatever the rule says: no NUL, and nothing that a program would take for an option (CWE-88). */
function textOf(path: string, value: unknown, rule: ArgumentRule, mayBeginWithDash: boolean): string {
  const checked = rule(value)
  if (!checked.ok) throw refuse(path, checked.problem, checked.message)
  const text: unknown = checked.value
  if (typeof text !== 'string' || text.includes('\0')) throw refuse(path, 'text', 'Send a text.')
  if (!mayBeginWithDash && text.startsWith('-')) throw refuse(path, 'option', 'The value must not begin with "-".')
  return text
}

function optionTexts(argument: OptionArgument, value: unknown): string[] {
  // `--name=-5` cannot be taken for another option; `-n -5` can.
  const isJoined = argument.joined ?? argument.option.startsWith('--')
  const text = textOf(argument.from, value, argument.rule, isJoined && argument.option.startsWith('--'))
  if (!isJoined) return [argument.option, text]
  return [argument.option.startsWith('--') ? `${argument.option}=${text}` : `${argument.option}${text}`]
}

function operandTexts(argument: OperandArgument, value: unknown): string[] {
  const { operand, rule, max } = argument
  if (max === undefined) return [textOf(operand, value, rule, false)]
  if (!Array.isArray(value) || value.length > max) throw refuse(operand, 'list', `Send a list of up to ${max}.`)
  return value.map((one, index) => textOf(`${operand}[${index}]`, one, rule, false))
}

/**
 * The arguments of a run.
 *
 * @throws {InputError} naming the first value that a rule refuses, an unknown or a missing one
 */
export function buildArguments(values: Readonly<Record<string, unknown>>, { args, endOfOptions }: Settings): string[] {
  const places = args.filter((one) => typeof one === 'object')
  const unknown = Object.keys(values).find((name) => !places.some((place) => nameOf(place) === name))
  if (unknown !== undefined) throw refuse('', 'unknown', `Known are: ${places.map(nameOf).join(', ') || 'none'}.`)
  const built: string[] = []
  let isBehindOptions = false
  for (const argument of args) {
    if (typeof argument === 'string') {
      built.push(argument)
      continue
    }
    const name = nameOf(argument)
    if (!isBehindOptions && endOfOptions && 'operand' in argument) built.push('--')
    isBehindOptions ||= 'operand' in argument
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined && argument.required === true) throw refuse(name, 'missing', 'This is required.')
    if (value !== undefined) {
      built.push(...('option' in argument ? optionTexts(argument, value) : operandTexts(argument, value)))
    }
  }
  return built
}
