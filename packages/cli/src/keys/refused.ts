/** Something that is not done, with the way out. Shown without a stack; neither text holds a secret. */
export class RefusedError extends Error {
  override readonly name: string = 'RefusedError'

  readonly problem: string
  readonly fix: string

  /** @param fix what to do instead, as a sentence or a command */
  constructor(problem: string, fix: string, options?: ErrorOptions) {
    super(`${problem} ${fix}`, options)
    this.problem = problem
    this.fix = fix
  }
}
