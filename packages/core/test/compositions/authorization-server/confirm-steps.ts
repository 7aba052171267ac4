import { canonicalJson, sha256Base64Url } from '../../../src/foundation/index.js'
import type { Confirmation, SensitiveAction } from '../../../src/services/elicitation/index.js'
import { fieldsOf, type Browser } from './browser.js'
import { NAVIGATION } from './connections-steps.js'
import { ISSUER, RESOURCE, type World } from './harness.js'
import { UPSTREAM } from './test-upstream.js'

export const WIPE: SensitiveAction = { tool: 'notes_wipe', arguments: { folder: 'old', depth: 2 } }

const OWN_FORM = { 'sec-fetch-site': 'same-origin', origin: 'null' }

/** What stands in a token of ours for this person, through one client. */
export async function ownerFor(w: World, person: string, issuer = ISSUER) {
  const subject = await sha256Base64Url(canonicalJson([UPSTREAM, person]), w.runtime)
  return { issuer, subject, clientId: 'c_unknown', resource: RESOURCE }
}

export interface Question {
  readonly id: string
  readonly url: string
  /** As it stands now. */
  state(): Promise<Confirmation['state'] | undefined>
}

/** Asks a person about an action, as a tool would. */
export async function askAbout(w: World, person = 'alice', action = WIPE, clientId = 'c_unknown'): Promise<Question> {
  const owner = { ...(await ownerFor(w, person)), clientId }
  const { id } = (await w.ports.confirmations?.ask(owner, action)) ?? { id: '' }
  return {
    id,
    url: `${ISSUER}/confirm/${id}`,
    async state() {
      const found = await w.ports.confirmations?.find(id, owner)
      return found?.found ? found.confirmation.state : undefined
    },
  }
}

/** Follows the link of a question, through the provider, to whatever is there for this person. */
export async function open(browser: Browser, url: string, person = 'alice'): Promise<Response> {
  const first = await browser.get(url, NAVIGATION)
  if (first.status !== 303) return first
  const back = await browser.login(first, person)
  return browser.get(back.headers.get('location') ?? '', NAVIGATION)
}

/** Presses a button of the page. */
export function answer(
  browser: Browser,
  html: string,
  decision: string,
  headers: Record<string, string> = OWN_FORM,
): Promise<Response> {
  const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1]
  if (action === undefined) throw new Error(`no question on the page: ${html.slice(0, 2000)}`)
  return browser.post(action, { ...fieldsOf(html), decision }, headers)
}
