import { expect, it } from 'vitest'
import { fieldsOf, type Browser } from './browser.js'
import { answer, askAbout, open, type Question } from './confirm-steps.js'
import { look, press, SESSION_COOKIE } from './connections-steps.js'
import { world, type World } from './harness.js'
import { connect } from './steps.js'

interface Scene {
  readonly w: World
  readonly browser: Browser
  readonly html: string
  readonly question: Question
}

/** Alice has the question before her; whatever happens to her answer, nothing may be allowed by it. */
async function refused(attempt: (scene: Scene) => Promise<Response>, status: number, reason: string): Promise<void> {
  const w = await world()
  const question = await askAbout(w)
  const browser = w.browser()
  const html = await (await open(browser, question.url)).text()
  const response = await attempt({ w, browser, html, question })
  expect(response.status).toBe(status)
  expect(response.headers.has('location')).toBe(false)
  expect(await response.text()).toContain('Nothing was allowed.')
  expect(w.reasons()).toContain(reason)
  expect(await question.state()).toBe('pending')
}

it.each([
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another site that hides its origin', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
  ['a sibling host', { 'sec-fetch-site': 'same-site', origin: 'https://evil.notes.example' }],
  ['the address bar', { 'sec-fetch-site': 'none' }],
  ['an old browser on another site', { origin: 'https://evil.example' }],
  ['an old browser that hides the origin', { origin: 'null' }],
  ['a contradiction', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
] as [string, Record<string, string>][])('takes no answer from %s [PX-08] [F-62]', (_case, headers) =>
  refused(({ browser, html }) => answer(browser, html, 'approve', headers), 403, 'post_of_another_origin'),
)

it.each([
  ['no token', {}],
  ['an empty token', { token: '' }],
  ['a made-up token', { token: 'v1.k.AAAA' }],
])('takes no answer with %s [PX-08]', (_case, fields: Record<string, string>) =>
  refused(
    ({ browser, question }) => browser.post(question.url, { ...fields, decision: 'approve' }),
    403,
    'form_of_another_session',
  ),
)

it('takes no answer with the token of another browser of the same person [PX-08]', () =>
  refused(
    async ({ w, browser, question }) => {
      const other = await (await open(w.browser(), question.url)).text()
      return answer(browser, other, 'approve')
    },
    403,
    'form_of_another_session',
  ))

it('takes no answer without a session, and none after the sign-out, with the old cookie too [PX-08] [F-17]', async () => {
  await refused(({ w, html }) => answer(w.browser(), html, 'approve'), 403, 'browser_session_gone')
  await refused(
    async ({ browser, html }) => {
      const old = browser.cookies.get(SESSION_COOKIE) ?? ''
      await press(browser, await look(browser), { sign_out: 'yes' })
      browser.cookies.set(SESSION_COOKIE, old)
      return answer(browser, html, 'approve')
    },
    403,
    'browser_session_gone',
  )
})

it.each([
  ['no decision', {}],
  ['an empty one', { decision: '' }],
  ['another word', { decision: 'yes' }],
  ['the word of another form', { decision: 'deny' }],
])('takes no answer with %s [F-62]', (_case, fields: Record<string, string>) =>
  refused(
    ({ browser, html, question }) => browser.post(question.url, { ...fieldsOf(html), ...fields }),
    400,
    'answer_malformed',
  ),
)

it('takes no answer that is both [F-62]', () =>
  refused(
    ({ browser, html, question }) => {
      const both = new URLSearchParams([
        ...Object.entries(fieldsOf(html)),
        ['decision', 'decline'],
        ['decision', 'approve'],
      ])
      return browser.post(question.url, both as unknown as Record<string, string>)
    },
    400,
    'answer_malformed',
  ))

it('takes no answer from a client, whose token is worth nothing here [EL-11] [F-62]', async () => {
  const w = await world()
  const { tokens } = await connect(w)
  const question = await askAbout(w)
  const headers = { authorization: `Bearer ${tokens.access_token}`, 'sec-fetch-site': 'same-origin' }
  const response = await w.browser().post(question.url, { decision: 'approve' }, headers)
  expect(response.status).toBe(403)
  expect(await question.state()).toBe('pending')
})
