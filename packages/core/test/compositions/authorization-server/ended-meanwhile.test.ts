import { expect, it } from 'vitest'
import { memoryStore } from '../../../src/store/index.js'
import { locationOf } from './browser.js'
import { RESOURCE, world, type World } from './harness.js'
import { approve, authorizeUrl, connect, register } from './steps.js'
import { watchStore } from './watched-store.js'

/** A world in which everything of the person ends just before the first record of this kind is written. */
async function endsBefore(kind: string): Promise<World> {
  let ended = false
  const w: World = await world({
    store: (runtime) =>
      watchStore(memoryStore({}, runtime), async (call, parameters) => {
        if (!ended && typeof parameters[0] === 'string' && parameters[0].startsWith(`${kind}:`)) {
          ended = true
          const [grant = ''] = (await w.store.records.listByIndex('kind:grant', undefined, 1)).keys
          const { subject } = (await w.ports.grants.find(grant.slice('grant:'.length)))!
          await w.ports.grants.revokeAll({ subject }, 'operator')
        }
        return call(...parameters)
      }),
  })
  return w
}

it.each(['upstream', 'consent', 'code'])(
  'leaves no grant and no upstream token when the person is locked out before the %s is written [F-02] [PX-30]',
  async (kind) => {
    const w = await endsBefore(kind)
    const location = locationOf(await approve(w.browser(), { client_id: await register(w) }))
    expect(location.searchParams.get('error')).toBe('access_denied')
    expect(location.searchParams.has('code')).toBe(false)
    for (const left of ['kind:grant', 'kind:upstream']) {
      expect((await w.store.records.listByIndex(left, undefined, 1)).keys).toEqual([])
    }
    expect(w.upstream.revoked).toHaveLength(1)
  },
)

/** A world, and what happens just before the next touch of a record of this kind. */
async function interruptible(kind: string) {
  let interruption: (() => Promise<unknown>) | undefined
  const w: World = await world({
    store: (runtime) =>
      watchStore(memoryStore({}, runtime), async (call, parameters) => {
        const next = interruption
        if (next !== undefined && typeof parameters[0] === 'string' && parameters[0].startsWith(`${kind}:`)) {
          interruption = undefined
          await next()
        }
        return call(...parameters)
      }),
  })
  return { w, interrupt: (next: () => Promise<unknown>) => void (interruption = next) }
}

type Ending = (w: World, subject: string, clientId: string) => Promise<unknown>

const ENDINGS: readonly [string, Ending][] = [
  ['the person drops it', (w, subject, clientId) => w.server.withdraw(subject, clientId)],
  ['the person ends everything', (w, subject) => w.server.endAll({ subject }, 'user')],
  ['the operator ends it', (w, _subject, clientId) => w.server.endAll({ clientId }, 'operator')],
]

it.each(ENDINGS)(
  'leaves a client no grant and no approval when %s while one is being used [PX-03] [AS-59]',
  async (_case, end) => {
    const { w, interrupt } = await interruptible('grant')
    const { clientId, browser, tokens } = await connect(w)
    const { subject } = await w.verifier.verify(tokens.access_token, RESOURCE)
    const redirect = await browser.get(authorizeUrl({ client_id: clientId }))
    interrupt(() => end(w, subject, clientId))
    const location = locationOf(await browser.login(redirect, 'alice'))
    expect(location.searchParams.get('error')).toBe('access_denied')
    expect(await w.ports.grants.listBySubject(subject)).toEqual([])
    expect((await browser.get(authorizeUrl({ client_id: clientId }))).status).toBe(200)
  },
)

it.each(['consent', 'code'].flatMap((kind) => ENDINGS.map(([who, end]) => [who, kind, end] as const)))(
  'asks again after %s, though the same approval was just being given anew (before the %s) [PX-03] [F-15]',
  async (_case, kind, end) => {
    const { w, interrupt } = await interruptible(kind)
    const { clientId, browser, tokens } = await connect(w)
    const { subject } = await w.verifier.verify(tokens.access_token, RESOURCE)
    const page = await browser.get(authorizeUrl({ client_id: clientId, prompt: 'consent' }))
    const redirect = await browser.decide(page, 'approve')
    interrupt(() => end(w, subject, clientId))
    const location = locationOf(await browser.login(redirect, 'alice'))
    expect(location.searchParams.get('error')).toBe('access_denied')
    expect(await w.ports.grants.listBySubject(subject)).toEqual([])
    // The browser refers to the first approval, which has the name of the second.
    expect(await w.ports.consents.listBySubject(subject)).toEqual([])
    expect((await browser.get(authorizeUrl({ client_id: clientId }))).status).toBe(200)
  },
)
