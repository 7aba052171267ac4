/**
 * Output that is only what it looks like: texts without hidden characters and terminal commands, within a size; Markdown and
 * HTML that stay text; pictures that carry nothing away.
 *
 * Stops instructions that people do not see, logs and terminals that obey a tool's result, and exfiltration through the
 * address of an image.
 * Source: MCP specification "tools", security considerations (TL-05); F-63; ECMA-48 §5, UAX #44, UTS #51, CommonMark 0.31.
 * Pure: no clock, no storage, no network. Layer policy: may import `errors` and `foundation` only.
 *
 * @module
 */
export { defangMarkdown, type DefangOptions } from './defang-markdown.js'
export { escapeHtml } from './escape-html.js'
export { escapeMarkdown } from './escape-markdown.js'
export { createSanitizer, sanitizeText, type SanitizeOptions } from './sanitize-text.js'
export { truncateText } from './truncate.js'
