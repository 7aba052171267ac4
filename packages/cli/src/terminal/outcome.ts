/** What a command that looks for something found: 1 when it did. */
export interface Outcome {
  exitCode: 0 | 1
}
