import { html, type Html } from '../../foundation/index.js'

const PLACEHOLDER = /\{([a-z]+)\}/gi

/** Names in braces, sorted. */
export function placeholdersOf(template: string): readonly string[] {
  return [...new Set(Array.from(template.matchAll(PLACEHOLDER), (match) => match[1] ?? ''))].sort()
}

/** Fills a text once: braces inside the values stay what they are. */
export function fillText(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(PLACEHOLDER, (all, name: string) => values[name] ?? all)
}

/** Like {@link fillText}, for values with markup of their own. */
export function fillHtml(template: string, values: Readonly<Record<string, Html>>): Html {
  const parts = template.split(PLACEHOLDER)
  return html`${parts.map((part, i) => (i % 2 === 0 ? html`${part}` : (values[part] ?? html`{${part}}`)))}`
}
