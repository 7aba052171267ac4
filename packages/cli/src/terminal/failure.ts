/** Why a command ends without its answer: 2 wrong usage, 3 something could not be read or written. */
export type FailureCode = 2 | 3

/** Shown without a stack. Neither text holds a secret, nor a stranger's text that was not made visible. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'

  readonly exitCode: FailureCode
  readonly problem: string
  readonly fix: string

  /** @param fix what to do instead, as a sentence or a command */
  constructor(exitCode: FailureCode, problem: string, fix: string, options?: ErrorOptions) {
    super(`${problem} ${fix}`, options)
    this.exitCode = exitCode
    this.problem = problem
    this.fix = fix
  }
}

/** The command line asks for what cannot be. */
export function wrongUse(problem: string, fix: string): CommandFailure {
  return new CommandFailure(2, problem, fix)
}

/** A server, a file or a key that cannot be read, or a file that cannot be written. */
export function unreadable(problem: string, fix: string, cause?: unknown): CommandFailure {
  return new CommandFailure(3, problem, fix, cause === undefined ? {} : { cause })
}
