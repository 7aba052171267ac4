const DIM = 2
export const RED = 31
export const GREEN = 32

/** Colours text for a stream, where a person looks at it. */
export function painter(stream) {
  const colours = stream.isTTY && !process.env.NO_COLOR
  return (code, text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text)
}

/** Progress goes to stderr: stdout belongs to what was asked for (`npm run --silent demo -- --json | …`). */
const paint = painter(process.stderr)

export function say(text) {
  process.stderr.write(`${text}\n`)
}

export function failure(text) {
  say(paint(RED, text))
}

/** Says what is being done, does it, says how long it took. */
export async function timed(what, work) {
  const startMs = performance.now()
  say(paint(DIM, `${what} …`))
  const result = await work()
  say(paint(DIM, `${what}: ${((performance.now() - startMs) / 1000).toFixed(1)} s`))
  return result
}
