import type { Auditor } from '../../audit/index.js'
import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { createBinder } from './bind.js'
import { createLook } from './look.js'
import { newSessionId, publicIdOf, sessionKey } from './names.js'
import { sessionContext, type SessionsOptions } from './options.js'
import { createPeople } from './people.js'
import { reportEnded, reportFailed } from './report.js'
import type { PersonSessions, SessionEnd, SessionOwner, Sessions } from './types.js'

/**
 * Creates the keeper of sessions: whose they are, until when, and what they have shown of themselves. One record for each
 * session, named by a hash of its owner and its id together (ST-23, ST-24). `createSallyport` makes one, and asks it on
 * every request of a revision that has sessions.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createAuditor } from '@sallyport/core/audit'
 * import { createSessions } from '@sallyport/core/sessions'
 * import { memoryStore } from '@sallyport/core/store'
 *
 * const sessions = createSessions({ records: memoryStore().records }, createAuditor([]))
 * const alice = {
 *   issuer: 'https://notes.example.com',
 *   subject: 'alice',
 *   clientId: 'c_1',
 *   resource: 'https://notes.example.com/mcp',
 *   roles: [],
 *   grantId: undefined,
 *   address: '192.0.2.1',
 *   userAgent: undefined,
 * }
 * const id = sessions.newSessionId()
 * await sessions.bind(alice, id)
 * console.log(await sessions.check(alice, id)) // { allowed: true }
 * console.log(await sessions.check({ ...alice, subject: 'bob' }, id)) // { allowed: false, answer: 'unknown', … }
 * ```
 */
export function createSessions(options: SessionsOptions, audit: Auditor, runtime: Runtime = systemRuntime): Sessions {
  const context = sessionContext(options, audit, runtime)
  const listeners = new Set<(publicId: string) => void>()
  const ended = (key: string): void => {
    for (const listener of listeners) listener(publicIdOf(key))
  }
  const binder = createBinder(context, ended)
  const people = createPeople(context, ended)
  const look = createLook(context, binder, ended)

  async function endNow(owner: SessionOwner, sessionId: string, by: SessionEnd = 'server'): Promise<boolean> {
    const key = await sessionKey(owner, sessionId, runtime)
    await binder.pending(key)
    const gone = await context.records.delete(key)
    if (gone) reportEnded(context, owner, key, by)
    ended(key)
    return gone
  }

  return Object.freeze<Sessions>({
    required: context.required,
    look,
    check: (caller, sessionId) => look(caller, sessionId)(),
    bind: (caller, sessionId) => binder.bind(caller, sessionId),
    async end(caller, sessionId) {
      try {
        await endNow(caller, sessionId, 'client')
      } catch (error) {
        reportFailed(context, caller, 'sessions.end', error)
      }
    },
    newSessionId: () => newSessionId(runtime),
    publicId(owner, sessionId) {
      const key = sessionKey(owner, sessionId, runtime)
      return typeof key === 'string' ? publicIdOf(key) : key.then(publicIdOf)
    },
    endNow,
    ...people,
    ofIssuer: (issuer) =>
      Object.freeze<PersonSessions>({
        list: (subject) => people.list(subject, issuer),
        end: (subject, id) => people.endById(subject, id, issuer),
      }),
    onEnded(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  })
}
