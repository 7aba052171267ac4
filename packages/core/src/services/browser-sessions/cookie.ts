import { canonicalJson, randomBase64Url, readCookies, sha256Base64Url, shardOf } from '../../foundation/index.js'
import type { BrowserSessionContext } from './options.js'

const BASE = 'sallyport-session'
const ID_BYTES = 32

/** In place of a sealed id. No secret and no proof: it only makes this browser ask more. */
const SIGNED_OUT = 'signed-out'

/** The person's shard, then 256 random bits. */
const ID = /^[A-Za-z0-9_-]{46}$/

const sealedFor = ({ issuer }: BrowserSessionContext): string => `${issuer} session-cookie`

export async function newId(context: BrowserSessionContext, subject: string): Promise<string> {
  return (await shardOf(subject, context.runtime)) + randomBase64Url(ID_BYTES, context.runtime)
}

/** Where a session lies. The issuer is part of the name, so one of another issuer is not found rather than refused. */
export async function keyOf({ issuer, runtime }: BrowserSessionContext, id: string): Promise<string> {
  return `browser:${id.slice(0, 3)}${await sha256Base64Url(canonicalJson([issuer, id]), runtime)}`
}

/** The id that this browser holds; `undefined` without a genuine cookie (PX-12). */
export async function readId(context: BrowserSessionContext, cookieHeader: string | null): Promise<string | undefined> {
  const sealed = readCookies(cookieHeader).get(context.cookies.name(BASE))
  const id = sealed === undefined ? undefined : await context.cookieSealer.open(sealed, sealedFor(context))
  return id !== undefined && ID.test(id) ? id : undefined
}

export async function cookieOf(context: BrowserSessionContext, id: string): Promise<string> {
  const sealed = await context.cookieSealer.seal(id, sealedFor(context))
  return context.cookies.set(BASE, sealed, context.absoluteMs)
}

/** Takes the place of the session's cookie, and is gone when that would have been. */
export function signedOutCookie(context: BrowserSessionContext): string {
  return context.cookies.set(BASE, SIGNED_OUT, context.absoluteMs)
}

export function isSignedOut(context: BrowserSessionContext, cookieHeader: string | null): boolean {
  return readCookies(cookieHeader).get(context.cookies.name(BASE)) === SIGNED_OUT
}
