/** All of ASCII punctuation: each of them means something in CommonMark or an extension, and each may be escaped (§2.4). */
const PUNCTUATION = /[!-/:-@[-`{-~]/g

/**
 * Escapes a text so that Markdown shows it as it is: no emphasis, links, images, HTML, code, lists or headings come of it
 * (F-63). Source: CommonMark 0.31 §2.4.
 *
 * @example
 * ```ts
 * import { escapeMarkdown } from '@sallyport/core/output'
 *
 * console.log(escapeMarkdown('# [click](javascript:alert)')) // \# \[click\]\(javascript\:alert\)
 * ```
 */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(PUNCTUATION, String.raw`\$&`)
}
