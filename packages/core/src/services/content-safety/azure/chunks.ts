import { pieces, withoutPadding } from '../pieces.js'

/** Largest text in one request, and of all documents in one request, in characters. */
const MAX_CHARACTERS = 10_000

/** As much as a planted instruction needs. */
const OVERLAP = 500

const HALF = /\p{Cs}/gu

/** A text in pieces that the service takes, with no half characters in it; nothing of a blank text. */
export function piecesOf(text: string): string[] {
  const whole = text.replaceAll(HALF, '\ufffd')
  return whole.trim() === ''
    ? []
    : pieces(whole.length > MAX_CHARACTERS ? withoutPadding(whole) : whole, MAX_CHARACTERS, OVERLAP)
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
