import { html, parseJson, type Html } from '../../foundation/index.js'
import { visible } from '../tool-guard/index.js'
import { destinationOf } from './addresses.js'
import { clockOf } from './clock.js'
import type { Layout } from './layout.js'
import type { Theme } from './options.js'
import { address, isolated, MAX_ACCOUNT, MAX_NAME } from './parts.js'
import { fillHtml, fillText } from './template.js'
import type { PageTexts } from './texts.js'
import type { ConfirmationPageModel } from './types.js'
import { literal, readable } from './untrusted.js'

/** Arguments are shown as deep as they go; canonical JSON goes no deeper. */
const MAX_DEPTH = 256

/** Deeper values stand on one line: the spaces in front of each would be hundreds of times what is to be read. */
const MAX_LAID_OUT = 16

/** Lines of the layout stay lines, everything else that cannot be seen becomes its code point. */
const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n')

/** A text as it is, between quotation marks; its own line ends are written out and break the line as well. */
function valueText(value: unknown): string {
  if (typeof value === 'string') return `"${value.split('\n').map(visible).join('⟨U+000A⟩\n')}"`
  const json = JSON.stringify(value)
  return visibleLines(parseJson(json, MAX_LAID_OUT).ok ? JSON.stringify(value, null, 2) : json)
}

/** Name and value of each argument. What is no object is one value without a name. */
function entriesOf(argumentsJson: string): readonly (readonly [name: string | undefined, value: string])[] {
  const json = parseJson(argumentsJson, MAX_DEPTH)
  if (!json.ok) return [[undefined, visibleLines(argumentsJson)]]
  const { value } = json
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).map(([name, member]) => [visible(name), valueText(member)])
    : [[undefined, valueText(value)]]
}

function argumentItem([name, value]: readonly [string | undefined, string]): Html {
  return html`<div>
    <dt>${name === undefined ? undefined : address(name)}</dt>
    <dd><pre dir="ltr">${value}</pre></dd>
  </div>`
}

/** Nothing is left out or shortened: what is not read here is not agreed to (F-62). */
function argumentsSection(texts: PageTexts, argumentsJson: string): Html {
  const entries = entriesOf(argumentsJson)
  const unseen = entries.some((texts) => texts.some((text) => text?.includes('⟨U+') === true))
  const list = html`<dl class="arguments">${entries.map(argumentItem)}</dl>`
  return html`<section>
    <h2>${texts.confirmArguments}</h2>
    ${entries.length === 0 ? html`<p class="lead">${texts.confirmNoArguments}</p>` : list}
    ${unseen ? html`<p class="note">${texts.confirmUnseen}</p>` : undefined}
  </section>`
}

/** Decline comes first: where a browser picks a form's default button, an accident can only decline. */
function form(texts: PageTexts, model: ConfirmationPageModel): Html {
  const fields = Object.entries(model.fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )
  return html`<form method="post" action="${model.action}" autocomplete="off">
    ${fields}
    <div class="actions">
      <button class="button deny" type="submit" name="decision" value="decline">${texts.confirmDecline}</button>
      <button class="button approve" type="submit" name="decision" value="approve">${texts.confirmOnce}</button>
    </div>
  </form>`
}

/** Exactly what is to be done in the name of a person, who asks for it, and the two answers. */
export function confirmationPage(theme: Theme, model: ConfirmationPageModel): Layout {
  const { texts } = theme
  const client = readable(model.clientName, MAX_NAME) ?? texts.unnamedClient
  const account = readable(model.account, MAX_ACCOUNT) ?? texts.unnamedAccount
  const resource = readable(model.resourceName, MAX_NAME) ?? destinationOf(model.resource)?.host
  const tool = visible(model.tool)
  return {
    tabTitle: fillText(texts.confirmTabTitle, { tool: readable(model.tool, MAX_NAME) ?? '' }),
    main: html`<h1>${fillHtml(texts.confirmHeading, { client: isolated(client) })}</h1>
      <p class="lead">${texts.confirmLead}</p>
      <p class="account"><span class="label">${texts.accountLabel}</span><strong>${isolated(account)}</strong></p>
      <section>
        <div class="target">
          <span class="label">${texts.confirmTool}</span><strong><bdi dir="ltr">${tool}</bdi></strong>
        </div>
      </section>
      ${argumentsSection(texts, model.argumentsJson)} ${form(texts, model)}
      <p class="next">${fillHtml(texts.confirmEnds, { time: clockOf(theme)(model.endsAtMs) })}</p>`,
    footer: html`<h2>${texts.detailsHeading}</h2>
      <dl>
        <div>
          <dt>${texts.resourceLabel}</dt>
          <dd>${resource === undefined ? undefined : isolated(resource)} ${address(literal(model.resource))}</dd>
        </div>
        <div>
          <dt>${texts.clientIdLabel}</dt>
          <dd>${address(literal(model.clientId))}</dd>
        </div>
      </dl>`,
  }
}

/** What the person has answered: also for a second click, the back button and a reload. */
export function confirmedPage({ texts }: Theme, state: 'approved' | 'declined' | 'used'): Layout {
  const [heading, lead] = {
    approved: [texts.confirmedHeading, texts.confirmedLead],
    declined: [texts.declinedHeading, texts.declinedLead],
    used: [texts.confirmUsedHeading, texts.confirmUsedLead],
  }[state] as [string, string]
  return {
    tabTitle: heading,
    main: html`<h1>${heading}</h1>
      <p class="lead">${lead}</p>`,
    footer: html``,
  }
}
