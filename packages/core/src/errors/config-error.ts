import { SecurityError } from './security-error.js'

/** What is wrong with the configuration, where, and what to write instead. */
export interface ConfigProblem {
  /** The option as a caller writes it, for example `authorizationServer.issuer`. */
  readonly option: string
  /** What is wrong with the value; never contains a secret. */
  readonly problem: string
  /** What to write instead, as an instruction. */
  readonly fix: string
  /** Anchor of the option in `docs/reference/options.md`; default: the option's own name. */
  readonly anchor?: string
}

const OPTIONS_PAGE = 'https://github.com/sallyport/sallyport/blob/main/docs/reference/options.md'

/** Start-up refuses a configuration. The message names the option, the problem and the fix. */
export class ConfigError extends SecurityError {
  override readonly name = 'ConfigError'
  readonly code = 'ERR_CONFIG'
  readonly option: string
  readonly problem: string
  readonly fix: string
  readonly helpUrl: string

  constructor(details: ConfigProblem, options?: ErrorOptions) {
    super(`${details.option}: ${details.problem} ${details.fix}`, options)
    this.option = details.option
    this.problem = details.problem
    this.fix = details.fix
    this.helpUrl = `${OPTIONS_PAGE}#${(details.anchor ?? details.option).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
  }
}
