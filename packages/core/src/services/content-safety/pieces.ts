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
