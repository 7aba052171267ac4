import { destinationOf, publisherOf } from './addresses.js'
import { html, type Html } from '../../foundation/index.js'
import { CAUTION } from './icons.js'
import type { Layout } from './layout.js'
import { address, internationalLine, isolated, MAX_ACCOUNT, MAX_NAME, scopeList, wrappable } from './parts.js'
import { fillHtml, fillText } from './template.js'
import type { PageTexts } from './texts.js'
import type { ConsentPageModel } from './types.js'
import { literal, readable } from './untrusted.js'

/** Longest website that a stranger may put on the page, in characters. */
const MAX_WEBSITE = 300

function caution(heading: string, warning: Html): Html {
  return html`<div class="caution" role="note">
    ${CAUTION}
    <h2>${heading}</h2>
    <p>${warning}</p>
  </div>`
}

/** Where the answer goes is what a person can judge: the name is chosen by the client (PX-07, AS-92, AS-93). */
function redirectSection(texts: PageTexts, model: ConsentPageModel): Html {
  const destination = destinationOf(model.redirectUri)
  const scheme = isolated(destination?.scheme ?? '')
  const target = html`<strong>${wrappable(destination?.host ?? literal(model.redirectUri))}</strong>`
  const about = {
    https: { note: destination && internationalLine(texts, destination), warning: undefined },
    loopback: {
      note: html`<span class="label">${texts.loopbackTarget}</span>`,
      warning: caution(texts.loopbackHeading, html`${texts.loopbackWarning}`),
    },
    'private-use': {
      note: html`<span class="label">${fillHtml(texts.privateUseTarget, { scheme })}</span>`,
      warning: caution(texts.privateUseHeading, fillHtml(texts.privateUseWarning, { scheme })),
    },
  }[model.redirectKind]
  return html`<section>
    <div class="target"><span class="label">${texts.redirectLabel}</span>${target}${about.note}</div>
    ${about.warning}
  </section>`
}

function scopesSection(texts: PageTexts, model: ConsentPageModel): Html {
  return html`<section>
    <h2>${texts.scopesHeading}</h2>
    ${scopeList(texts, model)}
  </section>`
}

/** Deny comes first: where a browser picks a form's default button, an accident can only deny. */
function form(texts: PageTexts, model: ConsentPageModel): Html {
  const fields = Object.entries(model.fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )
  return html`<form method="post" action="${model.action}" autocomplete="off">
    ${fields}
    <div class="actions">
      <button class="button deny" type="submit" name="decision" value="deny">${texts.deny}</button>
      <button class="button approve" type="submit" name="decision" value="approve">${texts.approve}</button>
    </div>
  </form>`
}

function detail(label: string, value: Html | undefined, further?: Html): Html {
  return value === undefined
    ? html``
    : html`<div>
        <dt>${label}</dt>
        <dd>${value}${further}</dd>
      </div>`
}

function details(texts: PageTexts, model: ConsentPageModel): Html {
  const publisher = publisherOf(model.clientId)
  const website = readable(model.clientUri, MAX_WEBSITE)
  return html`<h2>${texts.detailsHeading}</h2>
    <dl>
      ${detail(texts.publisherLabel, publisher && address(publisher.host), publisher && internationalLine(texts, publisher))}
      ${detail(texts.resourceLabel, address(literal(model.resource)))}
      ${detail(texts.redirectUriLabel, address(literal(model.redirectUri)))}
      ${detail(texts.clientIdLabel, address(literal(model.clientId)))}
      ${detail(texts.websiteLabel, website === undefined ? undefined : address(literal(website)))}
    </dl>`
}

/** The question: who asks, for what, where the answer goes, and which account it is about. */
export function consentPage(texts: PageTexts, model: ConsentPageModel): Layout {
  const client = readable(model.clientName, MAX_NAME) ?? texts.unnamedClient
  const resource =
    readable(model.resourceName, MAX_NAME) ?? destinationOf(model.resource)?.host ?? literal(model.resource)
  const account = readable(model.account, MAX_ACCOUNT)
  const heading = fillHtml(texts.consentHeading, { client: isolated(client), resource: isolated(resource) })
  const accountBlock =
    account === undefined
      ? undefined
      : html`<p class="account">
          <span class="label">${texts.accountLabel}</span><strong>${isolated(account)}</strong>
        </p>`
  return {
    tabTitle: fillText(texts.consentTabTitle, { client }),
    main: html`<h1>${heading}</h1>
      <p class="lead">${account === undefined ? texts.consentLead : texts.accountLead}</p>
      ${accountBlock} ${redirectSection(texts, model)} ${scopesSection(texts, model)} ${form(texts, model)}
      ${account === undefined ? html`<p class="next">${texts.nextStep}</p>` : undefined}`,
    footer: details(texts, model),
  }
}
