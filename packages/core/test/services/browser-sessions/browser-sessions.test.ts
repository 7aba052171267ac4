import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError, StoreError } from '../../../src/errors/index.js'
import { ALICE, BOB, cookieOf, HOUR, MINUTE, sessionWorld } from './support.js'

describe('a session', () => {
  it('is found by the browser that signed in, in any process, with who it is [F-15]', async () => {
    const { sessions, another } = sessionWorld()
    const { session, setCookie } = await sessions.begin(ALICE, null)
    expect(await another().find(cookieOf(setCookie))).toEqual(session)
    expect(session).toMatchObject(ALICE)
  })

  it('has an id of 256 random bits under the shard of its person, and only its hash is stored [F-17] [AS-15]', async () => {
    const { sessions, keys, store } = sessionWorld()
    const begun = await Promise.all(Array.from({ length: 15 }, () => sessions.begin(ALICE, null)))
    const references = begun.map(({ session }) => session.reference)
    expect(new Set(references).size).toBe(15)
    for (const reference of references) expect(reference).toMatch(/^browser:qL8[A-Za-z0-9_-]{43}$/)
    expect([...(await keys())].sort()).toEqual([...references].sort())
    const record = await store.records.get(references[0]!)
    expect(Object.keys(JSON.parse(record!.value) as object)).toEqual([
      ...['subject', 'userIssuer', 'displayName', 'createdAtMs', 'endsAtMs'],
    ])
  })

  it('is carried by a sealed __Host- cookie for two hours [PX-10] [PX-11] [PX-12] [F-17]', async () => {
    const { setCookie } = await sessionWorld().sessions.begin(ALICE, null)
    expect(setCookie).toMatch(
      /^__Host-sallyport-session=v1\.k1\.[\w-]+; Path=\/; Max-Age=7200; HttpOnly; SameSite=Lax; Secure$/,
    )
  })

  it('is none of another issuer on the same store, even with the same keys [F-17]', async () => {
    const { sessions, another } = sessionWorld()
    const { setCookie } = await sessions.begin(ALICE, null)
    expect(await another({ issuer: 'https://other.example' }).find(cookieOf(setCookie))).toBeUndefined()
  })

  it('is not found by a cookie that was changed, doubled or made up [PX-12]', async () => {
    const { sessions } = sessionWorld()
    const cookie = cookieOf((await sessions.begin(ALICE, null)).setCookie)
    const flipped = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A')
    const name = cookie.slice(0, cookie.indexOf('='))
    for (const header of [
      null,
      '',
      flipped,
      `${cookie}; ${cookie}`,
      `${name}=`,
      `${name}=v1.k1.AAAA`,
      `${name}=alice`,
    ]) {
      expect(await sessions.find(header)).toBeUndefined()
    }
  })

  it('survives no text that claims to be its cookie [PX-12]', async () => {
    const { sessions } = sessionWorld()
    await sessions.begin(ALICE, null)
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await sessions.find(`__Host-sallyport-session=${text}`)).toBeUndefined()
      }),
      { numRuns: 200 },
    )
  })
})

describe('the end', () => {
  it('comes after 30 idle minutes [F-17]', async () => {
    const { sessions, runtime } = sessionWorld()
    const cookie = cookieOf((await sessions.begin(ALICE, null)).setCookie)
    runtime.advance(30 * MINUTE - 1)
    expect(await sessions.find(cookie)).toBeDefined()
    runtime.advance(30 * MINUTE)
    expect(await sessions.find(cookie)).toBeUndefined()
  })

  it('comes after two hours, however busy it was [F-17]', async () => {
    const { sessions, runtime } = sessionWorld()
    const cookie = cookieOf((await sessions.begin(ALICE, null)).setCookie)
    for (let minutes = 20; minutes < 120; minutes += 20) {
      runtime.advance(20 * MINUTE)
      expect(await sessions.find(cookie)).toBeDefined()
    }
    runtime.advance(20 * MINUTE)
    expect(await sessions.find(cookie)).toBeUndefined()
  })

  it('is judged by the clock of the store, not by that of the process', async () => {
    const { sessions, runtime, another, store } = sessionWorld()
    const cookie = cookieOf((await sessions.begin(ALICE, null)).setCookie)
    const late = another({
      records: {
        ...store.records,
        get: async (key) => {
          const record = await store.records.get(key)
          return record && { ...record, readAtMs: runtime.nowMs() + 2 * HOUR }
        },
      },
    })
    expect(await late.find(cookie)).toBeUndefined()
    expect(await sessions.find(cookie)).toBeDefined()
  })

  it('comes at once when the person ends it, and the browser remembers that and nothing else [F-17]', async () => {
    const { sessions, another } = sessionWorld()
    const { session, setCookie } = await sessions.begin(ALICE, null)
    const replaced = await sessions.end(session)
    expect(replaced).toBe('__Host-sallyport-session=signed-out; Path=/; Max-Age=7200; HttpOnly; SameSite=Lax; Secure')
    expect(await another().find(cookieOf(setCookie))).toBeUndefined()
    expect(await another().find(cookieOf(replaced))).toBeUndefined()
    const cookies = [cookieOf(replaced), cookieOf(setCookie), null]
    expect(cookies.map((cookie) => sessions.isSignedOut(cookie))).toEqual([true, false, false])
  })

  it('comes for all browsers of a person, and for nobody else', async () => {
    const { sessions } = sessionWorld()
    const cookies: string[] = []
    for (const person of [ALICE, ALICE, BOB]) cookies.push(cookieOf((await sessions.begin(person, null)).setCookie))
    expect(await sessions.endAll(ALICE.subject)).toBe(2)
    expect(await sessions.endAll(ALICE.subject)).toBe(0)
    const found = await Promise.all(cookies.map((cookie) => sessions.find(cookie)))
    expect(found.map((session) => session?.subject)).toEqual([undefined, undefined, BOB.subject])
  })

  it('is not undone by a look at the same moment', async () => {
    const { sessions, runtime, another, store, keys } = sessionWorld()
    const { session, setCookie } = await sessions.begin(ALICE, null)
    runtime.advance(5 * MINUTE)
    const slow = another({
      records: {
        ...store.records,
        compareAndSwap: async (...parameters) => {
          await sessions.end(session)
          return store.records.compareAndSwap(...parameters)
        },
      },
    })
    await slow.find(cookieOf(setCookie))
    expect(await keys()).toEqual([])
  })
})

describe('a login', () => {
  it('always draws a new id and ends the session of this browser [F-17]', async () => {
    const { sessions } = sessionWorld()
    const old = cookieOf((await sessions.begin(ALICE, null)).setCookie)
    const { setCookie } = await sessions.begin(ALICE, old)
    expect(cookieOf(setCookie)).not.toBe(old)
    expect(await sessions.find(old)).toBeUndefined()
    expect(await sessions.find(cookieOf(setCookie))).toBeDefined()
  })

  it('leaves a person 20 sessions: the oldest goes, those of others stay', async () => {
    const { sessions, runtime, keys } = sessionWorld()
    const bob = cookieOf((await sessions.begin(BOB, null)).setCookie)
    const cookies: string[] = []
    for (let i = 0; i < 22; i++) {
      cookies.push(cookieOf((await sessions.begin(ALICE, null)).setCookie))
      runtime.advance(1)
    }
    const found = await Promise.all(cookies.map((cookie) => sessions.find(cookie)))
    expect(found.map((session) => session !== undefined)).toEqual([false, false, ...Array<boolean>(20).fill(true)])
    expect(await sessions.find(bob)).toBeDefined()
    expect(await keys()).toHaveLength(21)
  })
})

describe('a look', () => {
  it('writes at most once in a thirtieth of the idle time', async () => {
    const { store, another, runtime } = sessionWorld()
    let writes = 0
    const sessions = another({
      records: {
        ...store.records,
        compareAndSwap: (...parameters) => {
          writes++
          return store.records.compareAndSwap(...parameters)
        },
      },
    })
    const cookie = cookieOf((await sessions.begin(ALICE, null)).setCookie)
    for (let second = 0; second < 180; second++) {
      runtime.advance(1_000)
      await sessions.find(cookie)
    }
    expect(writes).toBe(3)
  })
})

describe('the token of a form', () => {
  it('works for its session, in any process, and is never the same twice [PX-08]', async () => {
    const { sessions, another } = sessionWorld()
    const { session } = await sessions.begin(ALICE, null)
    const tokens = await Promise.all([sessions.formToken(session), sessions.formToken(session)])
    expect(tokens[0]).not.toBe(tokens[1])
    for (const token of tokens) expect(await another().isFormToken(session, token)).toBe(true)
  })

  it('works for no other session of the same person, and no text passes for one [PX-08]', async () => {
    const { sessions } = sessionWorld()
    const [one, other] = [await sessions.begin(ALICE, null), await sessions.begin(ALICE, null)]
    expect(await sessions.isFormToken(other.session, await sessions.formToken(one.session))).toBe(false)
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await sessions.isFormToken(one.session, text)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it('is not the cookie, nor the other way round [PX-08] [AS-61]', async () => {
    const { sessions } = sessionWorld()
    const { session, setCookie } = await sessions.begin(ALICE, null)
    const [name = '', value = ''] = cookieOf(setCookie).split('=')
    expect(await sessions.isFormToken(session, value)).toBe(false)
    expect(await sessions.find(`${name}=${await sessions.formToken(session)}`)).toBeUndefined()
  })
})

it.each([
  ['no JSON', 'x'],
  ['another shape', '{"subject":1}'],
  ['something more', JSON.stringify({ ...ALICE, createdAtMs: 0, endsAtMs: 0, admin: true })],
])('tells a record that holds %s from one that is not there', async (_case, value) => {
  const { sessions, store, runtime } = sessionWorld()
  const { session, setCookie } = await sessions.begin(ALICE, null)
  await store.records.delete(session.reference)
  await store.records.putIfAbsent(session.reference, value, { expiresAtMs: runtime.nowMs() + HOUR })
  await expect(sessions.find(cookieOf(setCookie))).rejects.toSatisfy(
    (error) => error instanceof StoreError && error.reason === 'corrupt',
  )
})

it.each([{ idleMs: 7_200_001 }, { absoluteMs: 7_200_001 }, { idleMs: 0 }, { absoluteMs: 1.5 }, { idle: 1 }])(
  'refuses the option %o [F-17]',
  (options) => {
    expect(() => sessionWorld(options)).toThrow(ConfigError)
  },
)
