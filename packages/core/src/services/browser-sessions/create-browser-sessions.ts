import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { cookieOf, isSignedOut, keyOf, newId, readId, signedOutCookie } from './cookie.js'
import { browserSessionContext, type BrowserSessionContext, type BrowserSessionsOptions } from './options.js'
import { readSession, sessionsOf, touch, writeSession } from './records.js'
import type { BrowserSession, BrowserSessions, SignedInPerson } from './types.js'

/** Browsers in which one person may be signed in; the oldest session goes, or one person could fill the store. */
const MAX_PER_PERSON = 20

const formContext = ({ issuer }: BrowserSessionContext, { reference }: BrowserSession): string =>
  `${issuer} session-form ${reference}`

async function begin(
  context: BrowserSessionContext,
  person: SignedInPerson,
  cookieHeader: string | null,
): Promise<{ session: BrowserSession; setCookie: string }> {
  const before = await readId(context, cookieHeader)
  if (before !== undefined) await context.records.delete(await keyOf(context, before))
  const known = [...(await sessionsOf(context, person.subject))].sort((a, b) => b.createdAtMs - a.createdAtMs)
  await Promise.all(known.slice(MAX_PER_PERSON - 1).map(({ reference }) => context.records.delete(reference)))
  const id = await newId(context, person.subject)
  const session = await writeSession(context, await keyOf(context, id), person)
  return { session, setCookie: await cookieOf(context, id) }
}

async function find(context: BrowserSessionContext, cookieHeader: string | null): Promise<BrowserSession | undefined> {
  const id = await readId(context, cookieHeader)
  const found = id === undefined ? undefined : await readSession(context, await keyOf(context, id))
  if (found !== undefined) await touch(context, found)
  return found?.session
}

/**
 * Creates the keeper of browser sessions: 256-bit ids in a sealed cookie, in the store as a hash together with who
 * signed in. They end when idle, absolutely after two hours at most, and at each new login.
 *
 * Source: F-15, F-17, PX-08, PX-10…PX-12; OWASP session management (renewal after authentication).
 *
 * @throws {ConfigError} for an option that is unknown or out of range
 * @example
 * ```ts
 * import { createBrowserSessions, type BrowserSessionsOptions } from '@sallyport/core/browser-sessions'
 *
 * declare const options: BrowserSessionsOptions
 * const sessions = createBrowserSessions(options)
 * console.log(await sessions.find(null)) // undefined
 * ```
 */
export function createBrowserSessions(
  options: BrowserSessionsOptions,
  runtime: Runtime = systemRuntime,
): BrowserSessions {
  const context = browserSessionContext(options, runtime)
  return Object.freeze<BrowserSessions>({
    begin: (person, cookieHeader) => begin(context, person, cookieHeader),
    find: (cookieHeader) => find(context, cookieHeader),
    formToken: (session) => context.formSealer.seal('', formContext(context, session)),
    isFormToken: async (session, token) =>
      (await context.formSealer.open(token, formContext(context, session))) !== undefined,
    async end({ reference }) {
      await context.records.delete(reference)
      return signedOutCookie(context)
    },
    isSignedOut: (cookieHeader) => isSignedOut(context, cookieHeader),
    async endAll(subject) {
      const sessions = await sessionsOf(context, subject)
      const ended = await Promise.all(sessions.map(({ reference }) => context.records.delete(reference)))
      return ended.filter(Boolean).length
    },
  })
}
