/** Line ends, tabs and every kind of space. */
const SPACES = /[\s\p{Z}\u0085]+/gu

/**
 * What a reader cannot see or what reorders what he sees: controls, format characters (bidi, zero-width, tags), lone
 * surrogates, private use, ignorables such as Hangul fillers and variation selectors, and the blank Braille pattern.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Marks stacked so high that they paint over the lines around them. */
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu

/**
 * Makes a stranger's text fit to be shown: one line, nothing unseen, at most `maxLength` characters (PX-05).
 *
 * @returns `undefined` when nothing visible is left
 */
export function readable(text: string | undefined, maxLength: number): string | undefined {
  // Cut first: what follows must not work through a megabyte that somebody sent as a name.
  const cleaned = (text ?? '')
    .slice(0, maxLength * 16)
    .replaceAll(SPACES, ' ')
    .replaceAll(UNSEEN, '')
    .replaceAll(STACKED_MARKS, '$1')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
  if (cleaned === '') return undefined
  const characters = Array.from(cleaned)
  return characters.length <= maxLength
    ? cleaned
    : `${characters
        .slice(0, maxLength - 1)
        .join('')
        .trimEnd()}…`
}

/**
 * An identifier or address as it goes over the wire: whatever is not printable ASCII is shown percent-encoded, so two
 * different ones never look alike.
 */
export function literal(text: string, maxLength = 2048): string {
  const encoded = text
    .slice(0, maxLength)
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll(/[^\x21-\x7e]+/g, encodeURIComponent)
  return text.length > maxLength ? `${encoded}…` : encoded
}
