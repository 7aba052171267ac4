import { html, type Html } from '../../foundation/index.js'
import { STOP } from './icons.js'
import type { Layout } from './layout.js'
import type { ProblemTexts } from './problem-texts.js'
import { fillHtml } from './template.js'
import type { PageTexts } from './texts.js'
import type { ErrorPageModel } from './types.js'
import { literal } from './untrusted.js'

const MAX_CODE = 100

/** Following one of these would run or show what a stranger wrote, on our origin or none. */
const NEVER_LINKED = /^(?:javascript|data|vbscript|blob|file|filesystem|about|view-source):/i

/** Proven by the caller; judged once more here because the page is the last place to do so. */
function returnLink(texts: PageTexts, returnTo: ErrorPageModel['returnTo']): Html | undefined {
  if (returnTo === undefined || !URL.canParse(returnTo.url) || NEVER_LINKED.test(new URL(returnTo.url).protocol)) {
    return undefined
  }
  const host = html`<bdi dir="ltr">${literal(returnTo.host)}</bdi>`
  return html`<div class="actions">
    <a class="button return" href="${returnTo.url}" rel="noreferrer noopener"
      ><span>${fillHtml(texts.returnTo, { host })}</span></a
    >
  </div>`
}

function detail(label: string, value: string | undefined): Html | undefined {
  return value === undefined
    ? undefined
    : html`<div>
        <dt>${label}</dt>
        <dd><code dir="ltr">${literal(value, MAX_CODE)}</code></dd>
      </div>`
}

/** What happened, what it means, what to do now; codes for support stay in the small print. */
export function errorPage(texts: PageTexts, problem: ProblemTexts, model: ErrorPageModel): Layout {
  return {
    tabTitle: problem.heading,
    main: html`${STOP}
      <h1>${problem.heading}</h1>
      <p class="lead">${problem.message}</p>
      <section>
        <h2>${texts.adviceHeading}</h2>
        <p>${problem.advice}</p>
      </section>
      ${returnLink(texts, model.returnTo)}`,
    footer: html`<h2>${texts.supportHeading}</h2>
      <dl>${detail(texts.errorCodeLabel, model.error)} ${detail(texts.requestIdLabel, model.requestId)}</dl>`,
  }
}
