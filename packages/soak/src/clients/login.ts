import * as oauth from 'oauth4webapi'
import { SCOPE } from '../deployment/server-config.js'
import type { Actor } from './actor.js'
import type { Browser } from './pages.js'

/** An OAuth client as the deployment knows it. */
export interface ClientApp {
  readonly id: string
  readonly redirectUri: string
}

/** A code that is ready to be redeemed. */
export interface Code {
  readonly code: string
  readonly verifier: string
  readonly app: ClientApp
}

const LOOPBACK_REDIRECT = 'http://127.0.0.1:48999/callback'

/** Registers a client (RFC 7591). An answer that is lost leaves one that nobody uses. */
export async function register(actor: Actor, process?: number): Promise<ClientApp | undefined> {
  const { outcome, json } = await actor.ask('oauth', 'register', '/register', {
    method: 'POST',
    process,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: actor.name,
      redirect_uris: [LOOPBACK_REDIRECT],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    }),
  })
  return outcome === 'ok' ? { id: String(json['client_id']), redirectUri: LOOPBACK_REDIRECT } : undefined
}

/** What an error redirect says when somebody else is in trouble (RFC 6749 §4.1.2.1). */
const PASSING: readonly string[] = ['temporarily_unavailable', 'server_error']

/**
 * The way of a person through consent and login, checked at its end as RFC 9207 and RFC 6749 §10.12 have it.
 *
 * @returns `undefined` when a fault came in between: the person starts anew
 */
export async function obtainCode(
  actor: Actor,
  browser: Browser,
  app: ClientApp,
  process?: number,
): Promise<Code | undefined> {
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const url = new URL('/authorize', actor.origin)
  url.search = new URLSearchParams({
    client_id: app.id,
    redirect_uri: app.redirectUri,
    response_type: 'code',
    resource: `${actor.origin}/mcp`,
    scope: SCOPE,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString()
  const beganMs = performance.now()
  const used = (outcome: 'ok' | 'refused'): void =>
    actor.book.observe({
      kind: 'used',
      thing: 'client',
      id: app.id,
      who: actor.name,
      beganMs,
      endedMs: performance.now(),
      outcome,
    })
  const callback = await browser.approve(url, process).catch((error: unknown) => {
    actor.over.throwIfAborted()
    actor.book.note(actor.name, `${actor.name} is stuck: ${String(error).slice(0, 600)}`)
    return undefined
  })
  if (callback !== undefined && 'kind' in callback) {
    actor.paid('a login was interrupted')
    return undefined
  }
  const error = callback?.searchParams.get('error') ?? undefined
  if (error !== undefined && PASSING.includes(error)) {
    actor.paid('a login was sent back by an outage')
    return undefined
  }
  // Neither an outage nor a way back: the deployment does not know what it has acknowledged.
  if (callback === undefined || error !== undefined) {
    used('refused')
    return undefined
  }
  const server: oauth.AuthorizationServer = {
    issuer: actor.origin,
    authorization_response_iss_parameter_supported: true,
  }
  const answer = oauth.validateAuthResponse(server, { client_id: app.id }, callback, state)
  used('ok')
  return { code: answer.get('code') ?? '', verifier, app }
}
