import { constantTimeEqual, randomBase64Url, readCookies, sha256Base64Url } from '../../foundation/index.js'
import { Flow, StateCookie } from './schemas.js'
import { openJson, sealJson } from './sealed-json.js'
import type { FlowContext, FlowLogin, OwnFlow, PendingFlow, ResumedFlow } from './types.js'

/** Flows of one browser that may be under way at the same time; the oldest one is given up. */
const MAX_FLOWS = 5

/** 64 random bytes are 86 characters of base64url (F-16). */
const STATE = /^[A-Za-z0-9_-]{86}$/

const FLOW_COOKIE = /sallyport-flow-[A-Za-z0-9_-]{16}/

const cookieContext = (flows: FlowContext): string => `${flows.issuer} flow-cookie`
const recordContext = (flows: FlowContext, key: string): string => `${flows.issuer} ${key}`
const cookieBase = (stateHash: string): string => `sallyport-flow-${stateHash.slice(0, 16)}`

/** Keeps a new flow, and binds it to this browser (PX-17, PX-18, PX-19). */
export async function begin(
  flows: FlowContext,
  purpose: Omit<PendingFlow, 'login'> | Omit<OwnFlow, 'login'>,
  cookieHeader: string | null,
): Promise<{ login: FlowLogin; setCookies: readonly string[] }> {
  const login: FlowLogin = {
    redirectUri: `${flows.issuer}/callback`,
    state: randomBase64Url(64, flows.runtime),
    nonce: randomBase64Url(32, flows.runtime),
    codeVerifier: randomBase64Url(64, flows.runtime),
  }
  const createdAtMs = flows.runtime.nowMs()
  const stateHash = await sha256Base64Url(login.state, flows.runtime)
  const key = `flow:${stateHash}`
  const indexes = ['kind:flow', ...('own' in purpose ? [] : [`client:${purpose.request.clientId}`])]
  const dropped = await oldestFlows(flows, cookieHeader)
  await flows.records.putIfAbsent(
    key,
    await sealJson(flows.vaultSealer, { ...purpose, login }, recordContext(flows, key)),
    { expiresAtMs: createdAtMs + flows.lifetimeMs, indexes },
  )
  const cookie = await sealJson(flows.cookieSealer, { state: login.state, createdAtMs }, cookieContext(flows))
  const setCookie = flows.cookies.set(cookieBase(stateHash), cookie, flows.lifetimeMs)
  return { login, setCookies: [...dropped.map((base) => flows.cookies.clear(base)), setCookie] }
}

/**
 * Takes the flow of a `state`, if this browser holds its cookie. The browser is judged before the record is touched:
 * somebody who only knows the state cannot end the flow of another person (PX-20, PX-21, PX-22).
 */
export async function resume(flows: FlowContext, state: string, cookieHeader: string | null): Promise<ResumedFlow> {
  if (!STATE.test(state)) return { ok: false, problem: 'state_malformed' }
  const stateHash = await sha256Base64Url(state, flows.runtime)
  const base = cookieBase(stateHash)
  const sealed = readCookies(cookieHeader).get(flows.cookies.name(base))
  const cookie = await openJson(flows.cookieSealer, sealed, cookieContext(flows), StateCookie)
  if (cookie === undefined || !constantTimeEqual(cookie.state, state)) {
    return { ok: false, problem: 'state_of_another_browser' }
  }
  const key = `flow:${stateHash}`
  const record = await flows.records.take(key)
  if (record === undefined || record.expiresAtMs <= flows.runtime.nowMs())
    return { ok: false, problem: 'state_unknown' }
  const flow = await openJson(flows.vaultSealer, record.value, recordContext(flows, key), Flow)
  if (flow === undefined) return { ok: false, problem: 'state_unknown' }
  return { ok: true, flow, clearCookie: flows.cookies.clear(base) }
}

/** Base names of the flow cookies that must go, so that with a new one there are at most {@link MAX_FLOWS}. */
async function oldestFlows(flows: FlowContext, cookieHeader: string | null): Promise<readonly string[]> {
  const known: { base: string; createdAtMs: number }[] = []
  for (const [name, value] of readCookies(cookieHeader)) {
    const base = FLOW_COOKIE.exec(name)?.[0]
    if (base === undefined || flows.cookies.name(base) !== name) continue
    const cookie = await openJson(flows.cookieSealer, value, cookieContext(flows), StateCookie)
    // A cookie that is not ours any more sorts as the oldest.
    known.push({ base, createdAtMs: cookie?.createdAtMs ?? 0 })
  }
  known.sort((a, b) => b.createdAtMs - a.createdAtMs)
  return known.slice(MAX_FLOWS - 1).map((entry) => entry.base)
}
