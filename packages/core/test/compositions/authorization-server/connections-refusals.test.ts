import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHANGE_PARAMETERS, readChange } from '../../../src/compositions/authorization-server/connections-change.js'
import { fieldsOf, type Browser } from './browser.js'
import {
  aliceWithTwo,
  CONNECTIONS,
  isAlive,
  press,
  SESSION_COOKIE,
  SIGN_IN_AGAIN,
  signIn,
} from './connections-steps.js'
import { MINUTE, world, type World } from './harness.js'

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
        await signIn(browser, 'alice', SIGN_IN_AGAIN)
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
