/**
 * What a reader would not see, or what would move what he sees: controls, format characters (bidi, zero-width, tags),
 * half surrogates, private use, unassigned, ignorables, variation selectors, spaces that are not the space, and the
 * brackets used to show all these.
 */
const UNSEEN = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\u27e8\u27e9]/gu

const WORD = /[\p{L}\p{M}\p{N}_]+/gu

/** Letters that pass for Latin ones. */
const LOOK_ALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}]/gu

/** Marks on one letter, more than any script has: they paint over what stands around them. */
const STACKED = /(\p{M}{4})(\p{M}+)/gu

const codePoint = (char: string): string =>
  `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`

/**
 * Makes a stranger's text safe to look at: everything that is unseen or that deceives the eye is written as its code point
 * (`⟨U+202E⟩`), line ends as `⟨U+000A⟩`, Cyrillic and Greek letters inside a Latin word and towers of accents too. Two different texts never
 * look alike because of what is hidden in them. The result is not escaped for any markup.
 *
 * @example
 * ```ts
 * import { visible } from '@sallyport/core/tool-guard'
 *
 * console.log(visible('safe\u202eelif')) // safe⟨U+202E⟩elif
 * ```
 */
export function visible(text: string): string {
  return text
    .replaceAll(UNSEEN, codePoint)
    .replaceAll(STACKED, (_all, kept: string, more: string) => kept + Array.from(more, codePoint).join(''))
    .replaceAll(WORD, (word) => (/[a-z]/i.test(word) ? word.replaceAll(LOOK_ALIKE, codePoint) : word))
}

/** JSON text in which nothing unseen is left as it is: fit for a terminal, and read by every parser as the same. */
export function visibleJson(json: string): string {
  // Line ends of the layout stay; those inside of strings are escaped by then.
  return json.replaceAll(UNSEEN, (char) => (char === '\n' || /[\u27e8\u27e9]/.test(char) ? char : escaped(char)))
}

function escaped(char: string): string {
  const units = Array.from({ length: char.length }, (_, i) => char.charCodeAt(i))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}
