/** Progress goes to stderr: stdout belongs to what was asked for (`npm run --silent demo -- --json | …`). */
const colours = process.stderr.isTTY && !process.env.NO_COLOR

const paint = (code) => (text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text)
export const dim = paint(2)
export const red = paint(31)
export const green = paint(32)
export const yellow = paint(33)

export function say(text) {
  process.stderr.write(`${text}\n`)
}

export function failure(text) {
  say(red(text))
}

export const seconds = (sinceMs) => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`

/** Says what is being done, does it, says how long it took. */
export async function timed(what, work) {
  const startMs = performance.now()
  say(dim(`${what} …`))
  const result = await work()
  say(dim(`${what}: ${seconds(startMs)}`))
  return result
}
