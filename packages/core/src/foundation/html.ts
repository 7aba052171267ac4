/** Markup that needs no further escaping. Made by {@link html}, or constant. */
export interface Html {
  readonly markup: string
}

type HtmlValue = Html | string | readonly Html[] | undefined

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe as element content and inside a quoted attribute value; nowhere else. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? '')
}

function markupOf(value: HtmlValue): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return escapeHtml(value)
  return 'markup' in value ? value.markup : value.map((part) => part.markup).join('')
}

/** Escapes every string put into the template, so that forgetting to escape is not possible. Attributes must be quoted. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { markup: parts.reduce((markup, part, i) => markup + markupOf(values[i - 1]) + part) }
}
