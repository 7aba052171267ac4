/**
 * The pages a person sees: layout, theme, escaping and content security policy of each.
 *
 * Stops a stranger's text from becoming markup, hiding or reordering what is read; stops framing, scripts and third-party
 * content; shows where the answer goes, not only who claims to ask.
 * Source: RFC 9700 §4.2, §4.16; MCP security best practices "consent UI"; CIMD draft §6; WCAG 2.2 AA.
 * Pure: no clock, no storage, no network. Layer policy: may import `errors` and `foundation` only.
 *
 * @module
 */
export type { Palette } from './colors.js'
export { createPages } from './create-pages.js'
export type { PagesOptions } from './options.js'
export type { ProblemTexts } from './problem-texts.js'
export type { PageTexts } from './texts.js'
export type * from './types.js'
