import { constantTimeEqual, randomBase64Url, sha256Base64Url } from '../../foundation/index.js'
import { browserSecret } from './browser.js'
import { Form } from './schemas.js'
import { openJson, sealJson } from './sealed-json.js'
import type { AuthorizationRequest, ConsentForm, FlowContext, OpenedForm } from './types.js'

const context = (flows: FlowContext): string => `${flows.issuer} consent-form`

/** Everything the page was shown for, sealed: a hidden field cannot be edited, only replayed, and that once (PX-23). */
export async function sealForm(
  flows: FlowContext,
  request: AuthorizationRequest,
  secret: string,
  heldId: string | undefined,
): Promise<string> {
  const form = {
    id: randomBase64Url(32, flows.runtime),
    expiresAtMs: flows.runtime.nowMs() + flows.lifetimeMs,
    browser: await sha256Base64Url(secret, flows.runtime),
    heldId,
    request,
  }
  return sealJson(flows.formSealer, form, context(flows))
}

/** Opens a posted form: genuine, of this browser, not too old. The browser is judged first, it is the CSRF check (PX-08). */
export async function openForm(flows: FlowContext, sealed: string, cookieHeader: string | null): Promise<OpenedForm> {
  const form = await openJson(flows.formSealer, sealed, context(flows), Form)
  if (form === undefined) return { ok: false, problem: 'form_forged' }
  const secret = await browserSecret(flows, cookieHeader)
  const expired = form.expiresAtMs <= flows.runtime.nowMs()
  if (secret === undefined || !constantTimeEqual(await sha256Base64Url(secret, flows.runtime), form.browser)) {
    return { ok: false, problem: 'form_of_another_browser' }
  }
  if (expired) return { ok: false, problem: 'form_expired' }
  const { id, expiresAtMs, heldId, request } = form
  return { ok: true, form: { id, expiresAtMs, heldId, request } }
}

/** Marks a form as used; the mark outlives the form by twice the skew, so that no process can take it for unused. */
export async function consumeForm(flows: FlowContext, form: ConsentForm): Promise<boolean> {
  const key = `form-used:${await sha256Base64Url(form.id, flows.runtime)}`
  const result = await flows.records.putIfAbsent(key, '1', {
    expiresAtMs: form.expiresAtMs + 2 * flows.skewMs,
    indexes: ['kind:form-used'],
  })
  return result.inserted
}
