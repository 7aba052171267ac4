import type { Destination } from './addresses.js'
import { html, type Html } from '../../foundation/index.js'
import { CHECK } from './icons.js'
import { fillHtml } from './template.js'
import type { PageTexts } from './texts.js'
import type { ScopesModel } from './types.js'
import { literal, readable } from './untrusted.js'

const OFFLINE_ACCESS = 'offline_access'

/** Longest strings that a stranger may put on a page, in characters. */
export const MAX_NAME = 80
export const MAX_ACCOUNT = 120
const MAX_DESCRIPTION = 200

/** Kept apart from the text around it, so that its writing direction ends with it. */
export function isolated(text: string): Html {
  return html`<bdi>${text}</bdi>`
}

export function address(text: string): Html {
  return html`<code dir="ltr">${text}</code>`
}

/** Wraps after dots first, so that a long host can be read label by label, its end included. */
export function wrappable(host: string): Html {
  const labels = host.split('.').map((label, i) => (i === 0 ? html`${label}` : html`.<wbr />${label}`))
  return html`<bdi dir="ltr">${labels}</bdi>`
}

export function internationalLine(texts: PageTexts, destination: Destination): Html | undefined {
  const host = destination.international
  return host === undefined
    ? undefined
    : html`<span class="label">${fillHtml(texts.internationalHost, { host: isolated(host) })}</span>`
}

function scopeItem(name: string, description: string | undefined): Html {
  const label = description === undefined ? address(literal(name, MAX_NAME)) : isolated(description)
  const technical = description === undefined ? undefined : address(literal(name, MAX_NAME))
  return html`<li>${CHECK}${label}${technical}</li>`
}

/** What a client may do, in the words of the operator and with the technical names. */
export function scopeList(texts: PageTexts, { scopes, offline }: ScopesModel): Html {
  const items = scopes
    .filter(({ name }) => name !== OFFLINE_ACCESS)
    .map(({ name, description }) => scopeItem(name, readable(description, MAX_DESCRIPTION)))
  if (offline) items.push(scopeItem(OFFLINE_ACCESS, texts.offline))
  return items.length === 0
    ? html`<p class="lead">${texts.noScopes}</p>`
    : html`<ul class="scopes">
        ${items}
      </ul>`
}
