/**
 * Characters that a person or a font reads as `/ \ : .`: fraction and division slash, big and box-drawing slashes,
 * combining strokes, set minus, reverse solidus operators, letter colon. Those that a normalisation (NFKC) maps to
 * path syntax, full-width forms above all, are found by asking it.
 */
const DRAWN_ALIKE = new Set(
  [0x2044, 0x2215, 0x2571, 0x29f8, 0x0337, 0x0338, 0x1735, 0x2cc6, 0x1d23a, 0x2216, 0x2572, 0x29f5, 0x29f9, 0x20e5]
    .concat([0x1d20f, 0x1d23b, 0xa789, 0x2236])
    .map((code) => String.fromCodePoint(code)),
)

/** Yen and won sign: code pages 932 and 949 write `\` with them ("best fit"). */
const BEST_FIT = /[\u00A5\u20A9]/

const PATH_SYNTAX = /[./\\:~%]/
const NON_ASCII = /[^\u0000-\u007F]/u

/** True when a character passes for path syntax somewhere. */
export function hasLookAlike(text: string, platform: string): boolean {
  if (!NON_ASCII.test(text)) return false
  if (platform !== 'posix' && BEST_FIT.test(text)) return true
  for (const character of text) {
    if (!NON_ASCII.test(character)) continue
    if (DRAWN_ALIKE.has(character) || PATH_SYNTAX.test(character.normalize('NFKC'))) return true
  }
  return false
}

/**
 * Characters without a picture of their own: file systems have skipped them when they compared names (CVE-2014-9390),
 * and a person who is asked cannot see them. `Default_Ignorable_Code_Point` also has the selectors of emoji.
 */
export function isInvisible(text: string): boolean {
  return /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2028\u2029]/u.test(text)
}
