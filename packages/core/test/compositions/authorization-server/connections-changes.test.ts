import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHANGE_PARAMETERS, readChange } from '../../../src/compositions/authorization-server/connections-change.js'
import type { OpenSession } from '../../../src/compositions/authorization-server/index.js'
import { fieldsOf, locationOf, type Browser } from './browser.js'
import { clientsOn, CONNECTIONS, look, NAVIGATION, press, SESSION_COOKIE, signIn } from './connections-steps.js'
import { MINUTE, RESOURCE, world, type World } from './harness.js'
import { authorizeUrl, connect, errorOf, refresh, register } from './steps.js'

const rejected = { code: 'ERR_OAUTH', error: 'invalid_token' }

/** Alice with two clients, and signed in. */
async function aliceWithTwo(w: World) {
  const one = await connect(w)
  const other = await connect(w)
  const browser = one.browser
  return { one, other, browser, html: await signIn(browser) }
}

async function isAlive(w: World, accessToken: string): Promise<boolean> {
  try {
    await w.verifier.verify(accessToken, RESOURCE)
    return true
  } catch {
    return false
  }
}

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
    expect(locationOf(response).href).toBe(`${CONNECTIONS}?signed_out=yes`)
    expect(browser.cookies.has(SESSION_COOKIE)).toBe(false)
    expect((await elsewhere.get(CONNECTIONS, NAVIGATION)).status).toBe(303)
    for (const { tokens } of [one, other]) expect(await isAlive(w, tokens.access_token)).toBe(false)
    expect(await isAlive(w, bob.tokens.access_token)).toBe(true)
    for (const { clientId } of [one, other]) {
      expect((await browser.get(authorizeUrl({ client_id: clientId }))).status).toBe(200)
    }
    w.runtime.advance(1_000)
    expect(clientsOn(await signIn(browser))).toEqual([])
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
  it('ends this session, removes the cookie, and leaves the clients alone [F-17]', async () => {
    const w = await world()
    const { one, browser, html } = await aliceWithTwo(w)
    const stolen = browser.cookies.get(SESSION_COOKIE)!
    const response = await press(browser, html, { sign_out: 'yes' })
    expect(locationOf(response).href).toBe(`${CONNECTIONS}?signed_out=yes`)
    expect(browser.cookies.has(SESSION_COOKIE)).toBe(false)
    expect(w.events.at(-1)).toMatchObject({ kind: 'browser.signed_out' })
    browser.cookies.set(SESSION_COOKIE, stolen)
    expect((await browser.get(CONNECTIONS, NAVIGATION)).status).toBe(303)
    expect(await isAlive(w, one.tokens.access_token)).toBe(true)
  })
})

describe('a post', () => {
  async function refused(
    prepare: (parts: { w: World; browser: Browser; html: string; clientId: string }) => Promise<Response>,
    status: number,
    reason: string,
  ): Promise<void> {
    const w = await world()
    const { one, browser, html } = await aliceWithTwo(w)
    const response = await prepare({ w, browser, html, clientId: one.clientId })
    expect(response.status).toBe(status)
    expect(response.headers.has('location')).toBe(false)
    expect(await response.text()).toContain('Nothing has changed.')
    expect(w.reasons()).toContain(reason)
    expect(await isAlive(w, one.tokens.access_token)).toBe(true)
  }

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another site that hides its origin', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
    ['a sibling host', { 'sec-fetch-site': 'same-site', origin: 'https://evil.notes.example' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['an old browser on another site', { origin: 'https://evil.example' }],
    ['an old browser that hides the origin', { origin: 'null' }],
    ['a contradiction', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
  ] as [string, Record<string, string>][])('of %s ends nothing [PX-08]', (_case, headers) =>
    refused(
      ({ browser, html, clientId }) => press(browser, html, { end_client: clientId }, headers),
      403,
      'post_of_another_origin',
    ),
  )

  it('with the form of another session of the same person ends nothing [PX-08]', () =>
    refused(
      async ({ w, browser, clientId }) => {
        const other = await signIn(w.browser())
        return press(browser, other, { end_client: clientId })
      },
      403,
      'form_of_another_session',
    ))

  it.each([
    ['no token', {}],
    ['an empty token', { token: '' }],
    ['a made-up token', { token: 'v1.k.AAAA' }],
  ])('with %s ends nothing [PX-08]', (_case, fields: Record<string, string>) =>
    refused(
      ({ browser, clientId }) => browser.post(CONNECTIONS, { ...fields, end_client: clientId }),
      403,
      'form_of_another_session',
    ),
  )

  it('with the cookie of the consent page in place of a session ends nothing [PX-08] [PX-13]', () =>
    refused(
      ({ browser, html, clientId }) => {
        browser.cookies.set(SESSION_COOKIE, browser.cookies.get('__Host-sallyport-approvals')!)
        return press(browser, html, { end_client: clientId })
      },
      403,
      'browser_session_gone',
    ))

  it('of a form from before the sign-out is worth nothing, with the old cookie too [PX-08] [F-17]', () =>
    refused(
      async ({ browser, html, clientId }) => {
        const old = browser.cookies.get(SESSION_COOKIE)!
        await press(browser, html, { sign_out: 'yes' })
        browser.cookies.set(SESSION_COOKIE, old)
        return press(browser, html, { end_client: clientId })
      },
      403,
      'browser_session_gone',
    ))

  it('of a form from before the next sign-in is worth nothing [PX-08] [F-17]', () =>
    refused(
      async ({ browser, html, clientId }) => {
        await press(browser, html, { sign_out: 'yes' })
        await signIn(browser)
        return press(browser, html, { end_client: clientId })
      },
      403,
      'form_of_another_session',
    ))

  it('after 30 idle minutes ends nothing [F-17]', () =>
    refused(
      ({ w, browser, html, clientId }) => {
        w.runtime.advance(30 * MINUTE)
        return press(browser, html, { end_client: clientId })
      },
      403,
      'browser_session_gone',
    ))

  it.each([
    ['no button', {}],
    ['two buttons', { sign_out: 'yes', end_everything: 'yes' }],
    ['a button that there is not', { end_world: 'yes' }],
    ['an empty button', { end_client: '' }],
  ])('with %s ends nothing [AS-08]', (_case, buttons: Record<string, string>) =>
    refused(({ browser, html }) => press(browser, html, buttons), 400, 'change_malformed'),
  )

  it('with a button that came twice ends nothing [AS-08]', () =>
    refused(
      async ({ w, browser, html, clientId }) => {
        const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const body = new URLSearchParams([
          ...Object.entries(fieldsOf(html)),
          ['end_client', clientId],
          ['end_client', 'c_2'],
        ]).toString()
        const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie }
        const request = new Request(CONNECTIONS, { method: 'POST', headers, body })
        return (await w.server.handle(request, { address: '192.0.2.1', requestId: 'r' }))!
      },
      400,
      'change_malformed',
    ))

  it('costs its network a failure, and in the end the page [AS-66]', async () => {
    const w = await world({ limits: { failures: { authorize: { burst: 3, intervalMs: 60_000 } } } })
    const browser = w.browser()
    const html = await signIn(browser)
    for (let i = 0; i < 3; i++) await press(browser, html, { sign_out: 'yes' }, { origin: 'https://evil.example' })
    expect((await press(browser, html, { sign_out: 'yes' })).status).toBe(429)
  })
})

it('ends a client once, and tells 50 presses at the same time apart from nothing else', async () => {
  const w = await world()
  const { one, browser, html } = await aliceWithTwo(w)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => press(browser, html, { end_client: one.clientId })),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
  const upstreamEnds = w.events.filter(({ kind }) => kind === 'connection.ended')
  expect(upstreamEnds.length).toBeGreaterThan(0)
  expect(await isAlive(w, one.tokens.access_token)).toBe(false)
})

it('keeps clients that people cannot be asked about in the list as well', async () => {
  const w = await world()
  const browser = w.browser()
  const url = authorizeUrl({ client_id: 'first-party', redirect_uri: 'https://own.example/cb' })
  await browser.login(await browser.get(url), 'alice')
  expect(clientsOn(await signIn(browser))).toEqual(['first-party'])
  await register(w)
})

it('reads one button or nothing from any form [AS-08]', () => {
  const form = fc.dictionary(fc.constantFrom(...CHANGE_PARAMETERS, 'other'), fc.string({ minLength: 1 }))
  fc.assert(
    fc.property(form, (fields) => {
      const buttons = Object.keys(fields).filter((name) => name !== 'token' && name !== 'other')
      const change = readChange(new Map(Object.entries(fields)))
      expect(change === undefined).toBe(buttons.length !== 1)
      const value = fields[buttons[0] ?? '']
      if (change?.kind === 'client') expect(change.clientId).toBe(value)
      if (change?.kind === 'session') expect(change.sessionId).toBe(value)
    }),
  )
})
