import * as z from 'zod/mini'
import { randomBase64Url, readCookies } from '../../foundation/index.js'
import { openJson, sealJson } from './sealed-json.js'
import type { FlowContext } from './types.js'

const BASE = 'sallyport-csrf'

/** F-17: no cookie of ours lives longer. */
const LIFETIME_MS = 2 * 60 * 60 * 1000

const Cookie = z.strictObject({ secret: z.string(), expiresAtMs: z.number() })

const context = (flows: FlowContext): string => `${flows.issuer} csrf-cookie`

/** The CSRF secret of this browser, `undefined` without a genuine cookie. */
export async function browserSecret(flows: FlowContext, cookieHeader: string | null): Promise<string | undefined> {
  return (await readSecret(flows, cookieHeader))?.secret
}

/**
 * The CSRF secret of this browser, new when it has none that outlives a form.
 *
 * An existing one stays, or the page in another tab could not be sent any more (F-15).
 */
export async function ensureBrowser(
  flows: FlowContext,
  cookieHeader: string | null,
): Promise<{ secret: string; setCookie: string | undefined }> {
  const known = await readSecret(flows, cookieHeader)
  if (known !== undefined && known.expiresAtMs - flows.runtime.nowMs() > flows.lifetimeMs) {
    return { secret: known.secret, setCookie: undefined }
  }
  // Renewed shortly before its end under the same secret: forms that are open in other tabs stay valid.
  const secret = known?.secret ?? randomBase64Url(32, flows.runtime)
  const expiresAtMs = flows.runtime.nowMs() + LIFETIME_MS
  const sealed = await sealJson(flows.cookieSealer, { secret, expiresAtMs }, context(flows))
  return { secret, setCookie: flows.cookies.set(BASE, sealed, LIFETIME_MS) }
}

async function readSecret(
  flows: FlowContext,
  cookieHeader: string | null,
): Promise<z.output<typeof Cookie> | undefined> {
  const value = readCookies(cookieHeader).get(flows.cookies.name(BASE))
  const cookie = await openJson(flows.cookieSealer, value, context(flows), Cookie)
  return cookie !== undefined && cookie.expiresAtMs > flows.runtime.nowMs() ? cookie : undefined
}
