import type { Outcome } from '../history/observations.js'
import { digest, type Actor, type Reply } from './actor.js'
import type { ClientApp, Code } from './login.js'
import type { Pause } from './waiting.js'

/** What a client holds of a grant. */
export interface Held {
  /** The `gid` of the access token. */
  readonly grant: string
  readonly app: ClientApp
  readonly access: string
  readonly refresh: string
}

export interface TokenReply {
  readonly outcome: Outcome
  readonly reply: Reply
  readonly held: Held | undefined
}

/** Access tokens are opaque to clients; this one wants to know which of them belong together. */
function grantOf(accessToken: string): string {
  const payload = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8')
  return String((JSON.parse(payload) as { gid?: string }).gid)
}

async function ask(
  actor: Actor,
  what: string,
  app: ClientApp,
  form: Readonly<Record<string, string>>,
  process?: number,
): Promise<TokenReply> {
  const body = new URLSearchParams({ ...form, client_id: app.id })
  const reply = await actor.ask('oauth', what, '/token', { method: 'POST', body, process })
  const { outcome, json, beganMs, endedMs } = reply
  if (outcome === 'refused' || outcome === 'ok') {
    const known = json['error'] === 'invalid_client' ? 'refused' : 'ok'
    const sent = { who: actor.name, beganMs, endedMs }
    actor.book.observe({ kind: 'used', thing: 'client', id: app.id, outcome: known, ...sent })
  }
  if (outcome !== 'ok') return { outcome, reply, held: undefined }
  const { access_token: access, refresh_token: next } = json
  if (typeof access !== 'string' || typeof next !== 'string') throw new TypeError(`tokens are missing: ${what}`)
  return { outcome, reply, held: { grant: grantOf(access), app, access, refresh: next } }
}

/** @param alone it was not presented before, and nobody else presents it now */
export async function redeem(
  actor: Actor,
  { code, verifier, app }: Code,
  { alone, process }: { readonly alone: boolean; readonly process?: number },
): Promise<TokenReply> {
  const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: app.redirectUri }
  const redeemed = await ask(actor, `redeem ${digest(code)}`, app, form, process)
  const { outcome, reply } = redeemed
  const { beganMs, endedMs } = reply
  const sent = { who: actor.name, beganMs, endedMs, outcome }
  actor.book.observe({ kind: 'code presented', code: digest(code), alone, ...sent })
  return redeemed
}

/** Presents a refresh token, once. */
export async function refresh(actor: Actor, held: Held, process?: number): Promise<TokenReply> {
  const token = digest(held.refresh)
  actor.book.observe({ kind: 'refresh sent', who: actor.name, token, beganMs: performance.now() })
  const form = { grant_type: 'refresh_token', refresh_token: held.refresh }
  const refreshed = await ask(actor, `refresh ${token}`, held.app, form, process)
  const { outcome, reply } = refreshed
  actor.book.observe({
    kind: 'refresh answered',
    who: actor.name,
    grant: held.grant,
    token,
    successor: refreshed.held && digest(refreshed.held.refresh),
    outcome,
    beganMs: reply.beganMs,
    endedMs: reply.endedMs,
  })
  return refreshed
}

/** Says that what is sent now may end the grant. */
export function aboutToEnd(actor: Actor, { grant }: Held): void {
  actor.book.observe({ kind: 'ending', who: actor.name, thing: 'grant', id: grant, beganMs: performance.now() })
}

/** Says that the answer is there, by which the grant has ended. */
export function hasEnded(actor: Actor, { grant }: Held, endedMs: number): void {
  actor.book.observe({ kind: 'ended', who: actor.name, thing: 'grant', id: grant, endedMs })
}

/** RFC 7009, with either token, until it is acknowledged; what is lost is sent again. */
export async function revoke(actor: Actor, held: Held, pause: Pause): Promise<boolean> {
  const token = actor.random.chance(0.5) ? held.refresh : held.access
  aboutToEnd(actor, held)
  for (let attempt = 0; attempt < 10; attempt++) {
    const body = new URLSearchParams({ token, client_id: held.app.id })
    const { outcome, endedMs } = await actor.ask('oauth', `revoke ${held.grant}`, '/revoke', { method: 'POST', body })
    if (outcome === 'ok') {
      hasEnded(actor, held, endedMs)
      return true
    }
    await pause(300)
  }
  return false
}
