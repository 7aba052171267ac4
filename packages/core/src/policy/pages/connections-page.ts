import { destinationOf } from './addresses.js'
import { html, type Html } from '../../foundation/index.js'
import { clockOf, type Clock } from './clock.js'
import type { Layout } from './layout.js'
import type { Theme } from './options.js'
import { address, internationalLine, isolated, MAX_ACCOUNT, MAX_NAME, scopeList, wrappable } from './parts.js'
import { fillHtml } from './template.js'
import type { PageTexts } from './texts.js'
import type { ConnectedResource, ConnectedSession, Connection, ConnectionsPageModel } from './types.js'
import { literal, readable } from './untrusted.js'

/** Where the client takes people: what a person can judge, as on the consent page (PX-07, AS-92). */
function target(texts: PageTexts, { uri, kind }: Connection['redirects'][number]): Html {
  const destination = destinationOf(uri)
  const scheme = isolated(destination?.scheme ?? '')
  const host = wrappable(destination?.host ?? literal(uri))
  const lines = {
    https: html`${fillHtml(texts.connectionTarget, { host })}${destination && internationalLine(texts, destination)}`,
    loopback: html`${texts.loopbackTarget}`,
    'private-use': fillHtml(texts.privateUseTarget, { scheme }),
  }
  return html`<p class="label">${lines[kind]}</p>`
}

function fact(label: string, timeMs: number | undefined, clock: Clock): Html | undefined {
  return timeMs === undefined
    ? undefined
    : html`<div>
        <dt>${label}</dt>
        <dd>${clock(timeMs)}</dd>
      </div>`
}

function resourceBlock(texts: PageTexts, clock: Clock, model: ConnectedResource): Html {
  const name = readable(model.resourceName, MAX_NAME)
  const { sinceMs, lastUsedAtMs } = model
  const facts =
    sinceMs === undefined
      ? undefined
      : html`<dl class="facts">
          ${fact(texts.connectedSince, sinceMs, clock)} ${fact(texts.lastUse, lastUsedAtMs, clock)}
        </dl>`
  return html`<div class="access">
    <h3>${name === undefined ? undefined : isolated(name)} ${address(literal(model.resource))}</h3>
    ${scopeList(texts, model)} ${facts}
  </div>`
}

/** A button whose name says what it ends: many on a page read the same. */
function endButton(id: string, about: string, label: string, name: string, value: string): Html {
  return html`<button
    class="button"
    type="submit"
    id="${id}"
    aria-labelledby="${id} ${about}"
    name="${name}"
    value="${value}"
  >
    ${label}
  </button>`
}

function sessionItem(texts: PageTexts, clock: Clock, session: ConnectedSession, id: string): Html {
  const times = { opened: clock(session.sinceMs), used: clock(session.lastUsedAtMs) }
  return html`<li class="row">
    <span class="label" id="${id}">${fillHtml(texts.sessionTimes, times)}</span>
    ${endButton(`${id}-end`, id, texts.endSession, 'end_session', session.id)}
  </li>`
}

function connectionItem(texts: PageTexts, clock: Clock, connection: Connection, id: string): Html {
  const client = readable(connection.clientName, MAX_NAME) ?? texts.unnamedClient
  const sessions = connection.sessions.map((one, i) => sessionItem(texts, clock, one, `${id}-session-${String(i)}`))
  const label = connection.connected ? texts.endAccess : texts.askNextTime
  const sessionList = html`<h3>${texts.sessionsHeading}</h3>
    <ul>
      ${sessions}
    </ul>`
  return html`<li class="connection">
    <div class="row">
      <div>
        <h2 id="${id}">${isolated(client)}</h2>
        ${connection.redirects.map((redirect) => target(texts, redirect))}
      </div>
      ${endButton(`${id}-end`, id, label, 'end_client', connection.clientId)}
    </div>
    ${connection.connected ? undefined : html`<p class="note">${texts.notConnected}</p>`}
    ${connection.resources.map((resource) => resourceBlock(texts, clock, resource))}
    ${sessions.length === 0 ? undefined : html`<div class="access">${sessionList}</div>`}
  </li>`
}

/** What ends all asks once more, without a script. */
function endEverything(texts: PageTexts): Html {
  return html`<details>
    <summary class="button">${texts.endEverything}</summary>
    <div class="caution">
      <p>${texts.endEverythingWarning}</p>
      <button class="button" type="submit" name="end_everything" value="yes">${texts.confirmEndEverything}</button>
    </div>
  </details>`
}

/** What may act in the name of a person, and the buttons that end it. */
export function connectionsPage(theme: Theme, model: ConnectionsPageModel): Layout {
  const { texts } = theme
  const clock = clockOf(theme)
  const account = readable(model.account, MAX_ACCOUNT) ?? texts.unnamedAccount
  const items = model.connections.map((one, i) => connectionItem(texts, clock, one, `app-${String(i)}`))
  const fields = Object.entries(model.fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )
  const list = html`<ul class="connections">
    ${items}
  </ul>`
  return {
    tabTitle: texts.connectionsTabTitle,
    wide: true,
    main: html`<h1>${texts.connectionsHeading}</h1>
      <p class="lead">${items.length === 0 ? texts.connectionsNone : texts.connectionsLead}</p>
      <form method="post" action="${model.action}" autocomplete="off">
        ${fields}
        <div class="account row">
          <p><span class="label">${texts.accountLabel}</span><strong>${isolated(account)}</strong></p>
          <button class="button" type="submit" name="sign_out" value="yes">${texts.signOut}</button>
        </div>
        ${items.length === 0 ? undefined : list} ${endEverything(texts)}
      </form>`,
    footer: items.length === 0 ? html`` : html`<p>${texts.endAccessNote} ${texts.lastUseNote}</p>`,
  }
}

/** After signing out: the provider would sign the person in again at once, so the page waits for a click. */
export function signedOutPage({ texts }: Theme, signInUrl: string): Layout {
  return {
    tabTitle: texts.signedOutHeading,
    main: html`<h1>${texts.signedOutHeading}</h1>
      <p class="lead">${texts.signedOutLead}</p>
      <div class="actions"><a class="button return" href="${signInUrl}">${texts.signIn}</a></div>`,
    footer: html``,
  }
}
