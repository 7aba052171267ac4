const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu

/** Fit to be printed on any terminal: one line, nothing unseen, at most `maxLength` characters. */
export function excerpt(text: string, at = 0, maxLength = 160): string {
  const start = Math.max(0, at - 40)
  const piece = text
    .slice(start, start + maxLength)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .trim()
  return piece.length > maxLength ? `${piece.slice(0, maxLength - 1)}…` : piece
}
