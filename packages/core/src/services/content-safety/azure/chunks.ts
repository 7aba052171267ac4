/** Largest text in one request, and of all documents in one request, in characters. */
export const MAX_CHARACTERS = 10_000

/** As much of the end of one piece is the beginning of the next: an instruction on the border is in one of them whole. */
const OVERLAP = 500

const HALF = /\p{Cs}/gu

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff

/** A text in pieces that the service takes, with no character cut in half; nothing of a blank text. */
export function pieces(text: string): string[] {
  const whole = text.replaceAll(HALF, '\ufffd')
  if (whole.trim() === '') return []
  const found: string[] = []
  for (let from = 0; ;) {
    let to = Math.min(from + MAX_CHARACTERS, whole.length)
    if (isLowSurrogate(whole.charCodeAt(to))) to -= 1
    found.push(whole.slice(from, to))
    if (to === whole.length) return found
    from = to - OVERLAP
    if (isLowSurrogate(whole.charCodeAt(from))) from -= 1
  }
}

/** A piece and the item it comes from. */
export interface Piece {
  readonly item: number
  readonly text: string
}

const MAX_DOCUMENTS = 5

/** Pieces that go together into one request: at most five, and as many characters as one text. */
export function batches(all: readonly Piece[]): Piece[][] {
  const found: Piece[][] = []
  let room = 0
  for (const piece of all) {
    const last = found.at(-1)
    if (last === undefined || last.length === MAX_DOCUMENTS || piece.text.length > room) {
      found.push([piece])
      room = MAX_CHARACTERS - piece.text.length
    } else {
      last.push(piece)
      room -= piece.text.length
    }
  }
  return found
}
