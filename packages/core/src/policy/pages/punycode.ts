/** Parameters of RFC 3492 §5. */
const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const INITIAL_BIAS = 72
const INITIAL_N = 128

/** RFC 3492 §6.1 */
function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1
  rest += Math.floor(rest / points)
  let k = 0
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}

/**
 * Decodes a punycode label without its `xn--` (RFC 3492 §6.2). For display only: the URL standard has no way back.
 *
 * @returns `undefined` when it is not punycode
 */
export function decodePunycode(label: string): string | undefined {
  const split = label.lastIndexOf('-')
  const output = Array.from(split > 0 ? label.slice(0, split) : '', (char) => char.charCodeAt(0))
  let [n, i, bias, at] = [INITIAL_N, 0, INITIAL_BIAS, split > 0 ? split + 1 : 0]
  while (at < label.length) {
    const before = i
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = Number.parseInt(label[at++] ?? '', 36)
      // Letters are 0…25 and digits 26…35 here, the other way round than in base 36.
      const value = Number.isNaN(digit) ? BASE : digit < 10 ? digit + 26 : digit - 10
      if (value >= BASE) return undefined
      i += value * weight
      const threshold = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias
      if (value < threshold) break
      weight *= BASE - threshold
      if (weight > 0x7fffffff) return undefined
    }
    bias = adapt(i - before, output.length + 1, before === 0)
    n += Math.floor(i / (output.length + 1))
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return undefined
    i %= output.length + 1
    output.splice(i++, 0, n)
  }
  return String.fromCodePoint(...output)
}
