/** How a command ended: 1 when it found what it looked for; that of the server, when it started one. */
export interface Outcome {
  exitCode: number
}
