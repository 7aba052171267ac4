const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff

/**
 * A text in pieces, with no character cut in half. The end of one is the beginning of the next: what stands on the border is
 * in one of them whole.
 *
 * @param size of a piece, in UTF-16 units
 * @param overlap far smaller than `size`
 */
export function pieces(text: string, size: number, overlap: number): string[] {
  const found: string[] = []
  for (let from = 0; ;) {
    let to = Math.min(from + size, text.length)
    if (isLowSurrogate(text.charCodeAt(to))) to -= 1
    found.push(text.slice(from, to))
    if (to === text.length) return found
    from = to - overlap
    if (isLowSurrogate(text.charCodeAt(from))) from -= 1
  }
}

/** More than layout needs, less than an overlap. */
const PADDING = /[\s\p{Default_Ignorable_Code_Point}]{32,}/gu

/**
 * The text without the padding that would put two parts of a sentence into pieces of their own, neither of which says
 * anything by itself.
 */
export const withoutPadding = (text: string): string =>
  text.replaceAll(PADDING, (padding) => (/[\n\r\u2028\u2029]/.test(padding) ? '\n' : ' '))
