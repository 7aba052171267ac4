import { html } from '../../foundation/index.js'

/**
 * Escapes a text for HTML: safe as the content of an element and inside a quoted attribute, nowhere else (F-63).
 *
 * @example
 * ```ts
 * import { escapeHtml } from '@sallyport/core/output'
 *
 * console.log(escapeHtml('<b title="x">')) // &lt;b title=&quot;x&quot;&gt;
 * ```
 */
export function escapeHtml(text: string): string {
  return html`${text}`.markup
}
