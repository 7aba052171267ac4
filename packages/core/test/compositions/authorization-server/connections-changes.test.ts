import { describe, expect, it } from 'vitest'
import type { OpenSession } from '../../../src/compositions/authorization-server/index.js'
import { textOf } from '../../policy/pages/models.js'
import { locationOf } from './browser.js'
import {
  aliceWithTwo,
  clientsOn,
  CONNECTIONS,
  isAlive,
  look,
  NAVIGATION,
  press,
  SESSION_COOKIE,
  SIGN_IN_AGAIN,
  signIn,
} from './connections-steps.js'
import { RESOURCE, world } from './harness.js'
import { authorizeUrl, connect, errorOf, refresh } from './steps.js'

const rejected = { code: 'ERR_OAUTH', error: 'invalid_token' }

describe('ending a client', () => {
  it('refuses its tokens at once, leaves the others alone, and comes back to the page [F-15] [AS-59] [AS-09]', async () => {
    const w = await world()
    const { one, other, browser, html } = await aliceWithTwo(w)
    const response = await press(browser, html, { end_client: one.clientId })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(CONNECTIONS)
    await expect(w.verifier.verify(one.tokens.access_token, RESOURCE)).rejects.toMatchObject(rejected)
    expect(await errorOf(await refresh(w, one.clientId, one.tokens.refresh_token))).toBe('invalid_grant')
    expect(await isAlive(w, other.tokens.access_token)).toBe(true)
    expect((await refresh(w, other.clientId, other.tokens.refresh_token)).status).toBe(200)
    expect(clientsOn(await look(browser))).toEqual([other.clientId])
  })

  it('makes it ask again, where the page would have been skipped [F-15] [PX-03]', async () => {
    const w = await world()
    const { one, browser, html } = await aliceWithTwo(w)
    const request = authorizeUrl({ client_id: one.clientId })
    expect((await browser.get(request)).status).toBe(303)
    await press(browser, html, { end_client: one.clientId })
    expect((await browser.get(request)).status).toBe(200)
  })

  it('is on record with who and what', async () => {
    const w = await world()
    const { one, browser, html } = await aliceWithTwo(w)
    await press(browser, html, { end_client: one.clientId })
    expect(w.events.at(-1)).toMatchObject({
      kind: 'connection.ended',
      outcome: 'allowed',
      what: 'client',
      clientId: one.clientId,
      grants: 1,
    })
  })

  it('answers for a client of somebody else as for one that does not exist, and touches nothing', async () => {
    const w = await world()
    const { browser, html } = await aliceWithTwo(w)
    const bob = await connect(w, {}, 'bob')
    const before = w.events.length
    const answers = [
      await press(browser, html, { end_client: bob.clientId }),
      await press(browser, html, { end_client: 'c_unknown' }),
    ]
    const [foreign, unknown] = answers.map(({ status, headers }) => ({ status, headers: [...headers] }))
    expect(foreign).toEqual(unknown)
    expect(await isAlive(w, bob.tokens.access_token)).toBe(true)
    expect(w.events.slice(before).map(({ kind, reason }) => [kind, reason])).toEqual(
      Array(2).fill(['connection.refused', 'connection_unknown']),
    )
  })

  it('works for the person behind the login only, though both use the same client', async () => {
    const w = await world()
    const alice = await connect(w)
    const bob = await connect(w, { client_id: alice.clientId }, 'bob')
    const browser = w.browser()
    await press(browser, await signIn(browser, 'bob'), { end_client: alice.clientId })
    expect(await isAlive(w, alice.tokens.access_token)).toBe(true)
    expect(await isAlive(w, bob.tokens.access_token)).toBe(false)
  })
})

describe('ending everything', () => {
  it('ends clients, agreements and the sessions of all browsers of this person [F-15] [F-17]', async () => {
    const w = await world()
    const { one, other, browser, html } = await aliceWithTwo(w)
    const elsewhere = w.browser()
    await signIn(elsewhere)
    const bob = await connect(w, {}, 'bob')
    const response = await press(browser, html, { end_everything: 'yes' })
    expect(locationOf(response).href).toBe(CONNECTIONS)
    expect(browser.cookies.get(SESSION_COOKIE)).toBe('signed-out')
    expect((await elsewhere.get(CONNECTIONS, NAVIGATION)).status).toBe(303)
    for (const { tokens } of [one, other]) expect(await isAlive(w, tokens.access_token)).toBe(false)
    expect(await isAlive(w, bob.tokens.access_token)).toBe(true)
    for (const { clientId } of [one, other]) {
      expect((await browser.get(authorizeUrl({ client_id: clientId }))).status).toBe(200)
    }
    w.runtime.advance(1_000)
    expect(clientsOn(await signIn(browser, 'alice', SIGN_IN_AGAIN))).toEqual([])
  })

  it('is what the operator can do as well, for a person and for a client [AS-59] [PX-03]', async () => {
    const w = await world()
    const { one, other, browser } = await aliceWithTwo(w)
    const { subject } = await w.verifier.verify(one.tokens.access_token, RESOURCE)
    expect(await w.server.endAll({ clientId: one.clientId }, 'operator')).toBe(1)
    expect(clientsOn(await look(browser))).toEqual([other.clientId])
    expect((await browser.get(authorizeUrl({ client_id: one.clientId }))).status).toBe(200)
    expect(await w.server.endAll({ subject }, 'operator')).toBe(1)
    expect((await browser.get(CONNECTIONS, NAVIGATION)).status).toBe(303)
    expect((await browser.get(authorizeUrl({ client_id: other.clientId }))).status).toBe(200)
  })
})

describe('sessions of clients', () => {
  async function withSessions() {
    const ended: string[] = []
    const sessions: (OpenSession & { subject: string })[] = []
    const w = await world({
      ports: () => ({
        sessions: {
          list: async (subject) => sessions.filter((one) => one.subject === subject && !ended.includes(one.id)),
          end: async (subject, id) => {
            const found = sessions.some((one) => one.id === id && one.subject === subject)
            if (found) ended.push(id)
            return found
          },
        },
      }),
    })
    const two = await aliceWithTwo(w)
    const { subject } = await w.verifier.verify(two.one.tokens.access_token, RESOURCE)
    const at = { resource: RESOURCE, createdAtMs: 0, lastSeenAtMs: 0 }
    sessions.push(
      { id: 's1', clientId: two.one.clientId, subject, ...at },
      { id: 's2', clientId: two.other.clientId, subject, ...at },
      { id: 's3', clientId: two.one.clientId, subject: 'bob', ...at },
    )
    return { w, ended, ...two }
  }

  it('end one by one, those of other people never', async () => {
    const { w, ended, browser, html } = await withSessions()
    for (const id of ['s1', 's3', 'unknown']) {
      expect((await press(browser, html, { end_session: id })).headers.get('location')).toBe(CONNECTIONS)
    }
    expect(ended).toEqual(['s1'])
    expect(w.events.slice(-3).map(({ kind }) => kind)).toEqual([
      ...['connection.ended', 'connection.refused', 'connection.refused'],
    ])
  })

  it('end with their client, and with everything', async () => {
    const { ended, browser, html, one } = await withSessions()
    await press(browser, html, { end_client: one.clientId })
    expect(ended).toEqual(['s1'])
    await press(browser, html, { end_everything: 'yes' })
    expect(ended).toEqual(['s1', 's2'])
  })
})

describe('signing out', () => {
  it.each([{ sign_out: 'yes' }, { end_everything: 'yes' }])(
    'by %j lets nobody in with the login that the provider remembers, whatever way they come [F-17]',
    async (button) => {
      const w = await world()
      const { browser, html } = await aliceWithTwo(w)
      const visits = w.upstream.visited.length
      await press(browser, html, button)
      for (const query of ['', '?signed_out=yes', '?prompt=none', '?prompt=login&prompt=login']) {
        const response = await browser.get(CONNECTIONS + query, NAVIGATION)
        expect(response.status).toBe(200)
        expect(textOf(await response.text())).toContain('You are signed out')
      }
      expect(w.upstream.visited).toHaveLength(visits)
      await browser.login(await browser.get(SIGN_IN_AGAIN, NAVIGATION), 'alice')
      expect(w.upstream.visited.at(-1)?.searchParams.get('prompt')).toBe('login')
      expect(textOf(await look(browser))).toContain('Signed in as')
    },
  )

  it('ends this session, replaces the cookie, and leaves the clients alone [F-17]', async () => {
    const w = await world()
    const { one, browser, html } = await aliceWithTwo(w)
    const stolen = browser.cookies.get(SESSION_COOKIE)!
    const response = await press(browser, html, { sign_out: 'yes' })
    expect(locationOf(response).href).toBe(CONNECTIONS)
    expect(browser.cookies.get(SESSION_COOKIE)).toBe('signed-out')
    expect(w.events.at(-1)).toMatchObject({ kind: 'browser.signed_out' })
    browser.cookies.set(SESSION_COOKIE, stolen)
    expect((await browser.get(CONNECTIONS, NAVIGATION)).status).toBe(303)
    expect(await isAlive(w, one.tokens.access_token)).toBe(true)
  })
})

it('ends a client whose button is pressed 50 times at once, and answers each press alike', async () => {
  const w = await world()
  const { one, other, browser, html } = await aliceWithTwo(w)
  const presses = Array.from({ length: 50 }, () => press(browser, html, { end_client: one.clientId }))
  expect(new Set((await Promise.all(presses)).map(({ status }) => status))).toEqual(new Set([303]))
  expect(await isAlive(w, one.tokens.access_token)).toBe(false)
  expect(clientsOn(await look(browser))).toEqual([other.clientId])
})

it('lists and ends clients that people are not asked about as well', async () => {
  const w = await world()
  const browser = w.browser()
  const url = authorizeUrl({ client_id: 'first-party', redirect_uri: 'https://own.example/cb' })
  await browser.login(await browser.get(url), 'alice')
  const html = await signIn(browser)
  expect(clientsOn(html)).toEqual(['first-party'])
  await press(browser, html, { end_client: 'first-party' })
  expect(clientsOn(await look(browser))).toEqual([])
})
