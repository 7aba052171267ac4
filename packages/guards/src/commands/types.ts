import type { InputCheck } from '@sallyport/core/inputs'

/**
 * Turns a value into the text of an argument, or refuses it: `allowNames` and `checkIdentifier` of
 * `@sallyport/core/inputs` are rules, and so are those here.
 */
export type ArgumentRule = (value: unknown) => InputCheck<string>

/** An option with a value. */
export interface OptionArgument {
  /** As the program wants it, for example `--max-count` or `-n`. */
  readonly option: string
  /** Member of the values that holds it. Left out when that is `undefined`. */
  readonly from: string
  readonly rule: ArgumentRule
  /** `--option=value` as one argument, the default for options with two dashes, or two arguments. */
  readonly joined?: boolean
  /** Default `false`. */
  readonly required?: boolean
}

/** Values that are no options, behind `--`. */
export interface OperandArgument {
  /** Member of the values that holds it: one, or a list when `max` is given. */
  readonly operand: string
  readonly rule: ArgumentRule
  /** Takes a list of up to so many. Default: one value. */
  readonly max?: number
  /** Default `false`. */
  readonly required?: boolean
}

/** A fixed text, or a place for a value. */
export type CommandArgument = string | OptionArgument | OperandArgument

export interface CommandOptions {
  /** Absolute path of the program. Shells, and programs that start others, are refused. */
  readonly program: string
  /** Fixed texts and places for values, in order; operands come last. */
  readonly args: readonly CommandArgument[]
  /** Variables for the program. Default: none at all, not even `PATH`. */
  readonly env?: Readonly<Record<string, string>>
  /** Names of variables of this process that the program gets as well. */
  readonly passEnv?: readonly string[]
  /** Absolute path of its working directory. Default: the root of the disk. */
  readonly cwd?: string
  /** Time until the program is killed, in milliseconds. Default 10 000. */
  readonly timeoutMs?: number
  /** Largest output, standard output and error together, in bytes. Default 1 048 576 (1 MiB). */
  readonly maxOutputBytes?: number
  /** Largest standard input, in bytes; 0 is none. Default 0. */
  readonly maxInputBytes?: number
  /** Puts `--` before the operands; not every program knows it. Default `true`. */
  readonly endOfOptions?: boolean
  /** Lets the program be a shell or one that starts others. Default `false`. */
  readonly unsafelyAllowInterpreter?: boolean
}

export interface RunSettings {
  readonly input?: string | Uint8Array
  readonly signal?: AbortSignal
}

export interface CommandResult {
  /** Why it ended: by itself, or killed with all it had started. */
  readonly ended: 'exit' | 'timeout' | 'output' | 'aborted'
  /** `null` when it was killed. */
  readonly exitCode: number | null
  /** UTF-8; what is not becomes U+FFFD. Cut where the output was too long. */
  readonly stdout: string
  readonly stderr: string
}

export interface Command {
  /**
   * Runs the program.
   *
   * @param values by the names of the arguments; unknown ones are refused
   * @throws {InputError} when a rule refuses a value; nothing was started then
   */
  run(values?: Readonly<Record<string, unknown>>, settings?: RunSettings): Promise<CommandResult>
}
