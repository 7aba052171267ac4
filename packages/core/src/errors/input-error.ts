import { RefusalError, type RefusalDetails } from './refusal-errors.js'

/** What an input guard refuses, and what to send instead. */
export interface InputErrorDetails extends Pick<RefusalDetails, 'reason' | 'cause'> {
  /** Where it is wrong; never what was sent. Default: none. */
  readonly problems?: readonly { readonly path: string; readonly message: string }[]
}

/**
 * An argument that a guard refuses. Other than with the other refusals `message` is public: the MCP SDKs put it into
 * the result of a tool that throws, and the model corrects itself by it. `reason` is private.
 */
export class InputError extends RefusalError {
  override readonly name = 'InputError'
  readonly code = 'ERR_INPUT'
  readonly problems: readonly { readonly path: string; readonly message: string }[]

  constructor(message: string, { problems = [], ...details }: InputErrorDetails) {
    const lines = problems.map((one) => (one.path === '' ? one.message : `${one.path}: ${one.message}`))
    super([message, ...lines].join('\n'), { ...details, description: message })
    this.problems = problems
  }
}
