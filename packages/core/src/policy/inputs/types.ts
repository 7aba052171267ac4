/** One thing that is wrong with an input: where, and what to send instead. Never holds the value that was sent. */
export interface InputProblem {
  /** Members from the root, for example `notes[0].title`; empty for the input itself. */
  readonly path: string
  /** For the client and its model. */
  readonly message: string
}

/** A checked value, or a word for the program and a sentence for the client. */
export type InputCheck<Value, Problem extends string = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem; readonly message: string }
