import { InputError } from '@sallyport/core/errors'
import { buildArguments } from './build-arguments.js'
import { readOptions } from './options.js'
import { runProcess } from './run-process.js'
import type { Command, CommandOptions } from './types.js'

const NOTHING = new Uint8Array()

/**
 * Makes one program callable, with arguments by rule. There is no shell, so nothing in a value is a command; values that
 * begin with `-` are refused unless they are joined to their option, and `--` stands before operands. The program gets
 * the environment listed here and nothing else, and is killed with everything it started when it takes too long, writes
 * too much or its caller goes away.
 *
 * @throws {ConfigError} for a program that is missing, relative, a shell, or changeable by everybody, and for wrong options
 * @see F-73, CWE-78, CWE-88
 * @example
 * ```ts
 * import { createCommand, integerArgument, pathArgument } from '@sallyport/guards/commands'
 *
 * const log = createCommand({
 *   program: '/usr/bin/git',
 *   args: [
 *     'log',
 *     '--oneline',
 *     { option: '--max-count', from: 'count', rule: integerArgument({ min: 1, max: 50 }) },
 *     { operand: 'paths', rule: pathArgument(), max: 10 },
 *   ],
 *   cwd: '/srv/repository',
 * })
 * const { stdout, exitCode } = await log.run({ count: 5, paths: ['README.md'] })
 * console.log(exitCode, stdout)
 * ```
 */
export function createCommand(options: CommandOptions): Command {
  const settings = readOptions(options)
  return {
    async run(values = {}, { input, signal } = {}) {
      const args = buildArguments(values, settings)
      const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : (input ?? NOTHING)
      if (bytes.length > settings.maxInputBytes) {
        throw new InputError('The input is too long.', { reason: 'command_input_too_large' })
      }
      signal?.throwIfAborted()
      return runProcess(args, settings, bytes, signal)
    },
  }
}
