import * as z from 'zod/mini'
import { cookieRules, readCookies } from '../../foundation/index.js'
import { readAgreement } from './records.js'
import type { Approval, ConsentContext } from './types.js'

const BASE = 'sallyport-approvals'

/** References in one cookie; the oldest one goes first. Keeps the cookie well under 4096 bytes. */
const MAX_APPROVALS = 10

const Cookie = z.strictObject({
  subject: z.string(),
  approvals: z.array(z.strictObject({ consentId: z.string(), expiresAtMs: z.number() })),
})

type Reference = z.output<typeof Cookie>['approvals'][number]

/** The agreements that this browser refers to and that are still on record (PX-04, PX-12, PX-13). */
export async function liveApprovals(
  consents: ConsentContext,
  cookieHeader: string | null,
): Promise<readonly Approval[]> {
  const cookie = await readCookie(consents, cookieHeader)
  if (cookie === undefined) return []
  const found = await Promise.all(cookie.approvals.map(({ consentId }) => readAgreement(consents, consentId)))
  return found.filter((approval) => approval?.subject === cookie.subject) as Approval[]
}

/** The cookie after one more agreement. It speaks of one person: after somebody else's login it starts anew. */
export async function cookieWith(
  consents: ConsentContext,
  cookieHeader: string | null,
  added: { readonly subject: string; readonly consentId: string },
): Promise<string> {
  const known = await readCookie(consents, cookieHeader)
  const kept = known?.subject === added.subject ? known.approvals : []
  const approvals: Reference[] = [
    { consentId: added.consentId, expiresAtMs: consents.runtime.nowMs() + consents.browserLifetimeMs },
    ...kept.filter(({ consentId }) => consentId !== added.consentId),
  ].slice(0, MAX_APPROVALS)
  const value = await consents.cookieSealer.seal(
    JSON.stringify({ subject: added.subject, approvals }),
    contextOf(consents),
  )
  return cookieRules(consents.issuer).set(BASE, value, consents.browserLifetimeMs)
}

async function readCookie(
  consents: ConsentContext,
  cookieHeader: string | null,
): Promise<z.output<typeof Cookie> | undefined> {
  const sealed = readCookies(cookieHeader).get(cookieRules(consents.issuer).name(BASE))
  const text = sealed === undefined ? undefined : await consents.cookieSealer.open(sealed, contextOf(consents))
  const parsed = text === undefined ? undefined : Cookie.safeParse(JSON.parse(text))
  if (!parsed?.success) return undefined
  const now = consents.runtime.nowMs()
  const { subject, approvals } = parsed.data
  return { subject, approvals: approvals.filter(({ expiresAtMs }) => expiresAtMs > now) }
}

const contextOf = (consents: ConsentContext): string => `${consents.issuer} approvals-cookie`
