import * as z from 'zod/mini'
import { parseOptions } from '../../foundation/index.js'
import { withoutInvisible } from './invisible.js'
import { withoutControls } from './terminal.js'
import { MIN_BYTES, truncateText } from './truncate.js'

export interface SanitizeOptions {
  /** Largest text, in bytes of UTF-8, at least 64; a longer one ends with a note that says so. Default: any size. */
  readonly maxBytes?: number
  /** Keeps emoji that are made of several characters (families, flags, skin tones). Default `true`. */
  readonly emoji?: boolean
  /**
   * Keeps what scripts need: joiners between Arabic and Indic letters, and marks and isolates of direction in text with
   * letters that are written from right to left. Default `true`.
   */
  readonly scripts?: boolean
}

const Options = z.strictObject({
  maxBytes: z.optional(z.int().check(z.minimum(MIN_BYTES))),
  emoji: z._default(z.boolean(), true),
  scripts: z._default(z.boolean(), true),
})

const HALF = /\p{Cs}/gu

/** Checks the options of {@link sanitizeText} once, for many texts. @throws {ConfigError} */
export function createSanitizer(options: SanitizeOptions = {}): (text: string) => string {
  const { maxBytes, ...kept } = parseOptions('sanitizeText', Options, options)
  return (text) => {
    const clean = withoutInvisible(withoutControls(text), kept).replaceAll(HALF, '\ufffd')
    return maxBytes === undefined ? clean : truncateText(clean, maxBytes)
  }
}

/**
 * Takes out of a text what people do not see and models, terminals and logs act on: terminal control sequences (CSI, OSC,
 * DCS …), control characters, zero-width and tag characters, variation selectors, reversals of the direction of reading;
 * and cuts it to size (F-63, TL-05). What is left reads as before. Sanitising twice changes nothing more.
 *
 * @throws {ConfigError} for a wrong option
 * @example
 * ```ts
 * import { sanitizeText } from '@sallyport/core/output'
 *
 * console.log(sanitizeText('\u001b[8mhidden\u001b[0m \u{e0068}\u{e0069}👩‍🚀')) // hidden 👩‍🚀
 * ```
 */
export function sanitizeText(text: string, options: SanitizeOptions = {}): string {
  return createSanitizer(options)(text)
}
