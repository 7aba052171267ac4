import { describe, expect, it } from 'vitest'
import { locationOf } from './browser.js'
import { answer, askAbout, open, ownerFor, WIPE } from './confirm-steps.js'
import { CONNECTIONS, NAVIGATION, press, signIn } from './connections-steps.js'
import { ISSUER, MINUTE, RESOURCE, world } from './harness.js'
import { register } from './steps.js'
import { UPSTREAM } from './test-upstream.js'

describe('opening the link', () => {
  it('shows a login and nothing of the question to whoever has not signed in [EL-15]', async () => {
    const w = await world()
    const { url } = await askAbout(w)
    const made = `${ISSUER}/confirm/${'A'.repeat(35)}`
    const [real, fake] = [await w.browser().get(url, NAVIGATION), await w.browser().get(made, NAVIGATION)]
    for (const response of [real, fake]) {
      expect(response.status).toBe(303)
      expect(locationOf(response).origin).toBe(UPSTREAM)
      expect(await response.text()).toBe('')
    }
    expect(w.events.map(({ kind }) => kind)).toEqual(['confirmation.requested'])
  })

  it('leads back to the question after the login, and shows exactly what is to be done [F-62] [EL-14]', async () => {
    const w = await world()
    const clientId = await register(w, { client_name: 'Tidy <b>Bot</b>' })
    const question = await askAbout(w, 'alice', WIPE, clientId)
    const response = await open(w.browser(), question.url)
    const html = await response.text()
    expect(response.status).toBe(200)
    for (const shown of ['notes_wipe', 'folder', '&quot;old&quot;', 'depth', '<pre dir="ltr">2</pre>']) {
      expect(html).toContain(shown)
    }
    for (const shown of ['Tidy &lt;b&gt;Bot&lt;/b&gt;', 'alice@corp.example', RESOURCE, clientId]) {
      expect(html).toContain(shown)
    }
    expect(await question.state()).toBe('pending')
  })

  it('has headers that keep it out of frames, caches and other origins [PX-09] [AS-07]', async () => {
    const w = await world()
    const { headers } = await open(w.browser(), (await askAbout(w)).url)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).toContain("form-action 'self'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.has('access-control-allow-origin')).toBe(false)
  })

  it('makes somebody who has signed out click before the provider is asked again [F-17]', async () => {
    const w = await world()
    const browser = w.browser()
    await press(browser, await signIn(browser), { sign_out: 'yes' })
    const { url } = await askAbout(w)
    const response = await browser.get(url, NAVIGATION)
    const html = await response.text()
    expect(response.status).toBe(200)
    expect(html).toContain(`href="${url}?prompt=login"`)
    expect(html).not.toContain('notes_wipe')
    const again = await browser.get(`${url}?prompt=login`, NAVIGATION)
    expect(locationOf(again).searchParams.get('prompt')).toBe('login')
  })

  it.each([
    { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
  ])('begins no login for a page that embeds it: %o [EL-14]', async (headers) => {
    const w = await world()
    const response = await w.browser().get((await askAbout(w)).url, headers)
    expect(response.status).toBe(403)
    expect(w.upstream.logins).toEqual([])
    expect(w.reasons()).toEqual(['not_a_navigation'])
  })

  it('tells a person whose login failed, and leads back to the question [EL-21]', async () => {
    const w = await world()
    const browser = w.browser()
    const { url } = await askAbout(w)
    const response = await browser.comeBack(await browser.get(url, NAVIGATION), { error: 'access_denied' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(`href="${url}"`)
  })
})

describe('in the browser of Bob', () => {
  it('the question of Alice is not there, before and after his login [EL-14] [EL-12]', async () => {
    const w = await world()
    const question = await askAbout(w)
    const bob = w.browser()
    for (const _ of ['through the login', 'signed in']) {
      const response = await open(bob, question.url, 'bob')
      const html = await response.text()
      expect(response.status).toBe(404)
      for (const secret of ['notes_wipe', 'folder', 'alice', 'c_unknown']) expect(html).not.toContain(secret)
    }
    const unknown = await open(bob, `${ISSUER}/confirm/${'A'.repeat(35)}`, 'bob')
    expect(unknown.status).toBe(404)
    expect(w.reasons()).toEqual(['confirmation_foreign', 'confirmation_foreign', 'confirmation_unknown'])
    expect(await question.state()).toBe('pending')
  })

  it('looks the same as one that nobody asked, to the letter [EL-14]', async () => {
    const w = await world()
    const bob = w.browser()
    const html = async (url: string): Promise<string> =>
      (await (await open(bob, url, 'bob')).text()).replaceAll(/r\d+/g, 'r')
    expect(await html((await askAbout(w)).url)).toBe(await html(`${ISSUER}/confirm/${'B'.repeat(35)}`))
  })

  it('his form answers nothing of hers, whatever he puts into the address [EL-14] [PX-08]', async () => {
    const w = await world()
    const [hers, his] = [await askAbout(w), await askAbout(w, 'bob')]
    const bob = w.browser()
    const html = await (await open(bob, his.url, 'bob')).text()
    const tampered = html.replace(his.id, hers.id)
    const response = await answer(bob, tampered, 'approve')
    expect(response.status).toBe(404)
    expect([await hers.state(), await his.state()]).toEqual(['pending', 'pending'])
    expect(w.reasons()).toEqual(['confirmation_foreign'])
  })

  it('a question of the same subject at another issuer is not his [EL-12]', async () => {
    const w = await world()
    const owner = await ownerFor(w, 'bob', 'https://login.example.org')
    const { id } = (await w.ports.confirmations?.ask(owner, WIPE)) ?? { id: '' }
    expect((await open(w.browser(), `${ISSUER}/confirm/${id}`, 'bob')).status).toBe(404)
  })
})

describe('an answer', () => {
  it.each([
    ['approve', 'approved', 'Allowed once'],
    ['decline', 'declined', 'Declined'],
  ])('%s is taken once, and shown after it [F-62]', async (decision, state, heading) => {
    const w = await world()
    const question = await askAbout(w)
    const browser = w.browser()
    const html = await (await open(browser, question.url)).text()
    const response = await answer(browser, html, decision)
    expect([response.status, response.headers.get('location')]).toEqual([303, question.url])
    expect(await question.state()).toBe(state)
    expect(await (await browser.get(question.url, NAVIGATION)).text()).toContain(`<h1>${heading}</h1>`)
    expect(w.events.at(-1)).toMatchObject({ kind: `confirmation.${state}`, by: 'page', confirmation: question.id })
  })

  it('stays what it was when the form comes again with the other one [F-62] [EL-21]', async () => {
    const w = await world()
    const question = await askAbout(w)
    const browser = w.browser()
    const html = await (await open(browser, question.url)).text()
    await answer(browser, html, 'decline')
    const second = await answer(browser, html, 'approve')
    expect(second.status).toBe(303)
    expect(await question.state()).toBe('declined')
    expect(w.events.filter(({ kind }) => kind === 'confirmation.approved')).toEqual([])
  })

  it('comes too late after five minutes, and for a page that was open all the time [EL-21]', async () => {
    const w = await world()
    const question = await askAbout(w)
    const browser = w.browser()
    const html = await (await open(browser, question.url)).text()
    w.runtime.advance(5 * MINUTE)
    expect((await answer(browser, html, 'approve')).status).toBe(404)
    expect((await browser.get(question.url, NAVIGATION)).status).toBe(404)
    expect(await question.state()).toBeUndefined()
    expect(w.events.map(({ kind }) => kind)).toContain('confirmation.expired')
  })
})

it('is switched off where there are no confirmations or no sessions of browsers [EL-15]', async () => {
  for (const ports of [{ confirmations: undefined }, { browserSessions: undefined }]) {
    const w = await world({ ports: () => ports as never })
    expect(w.server.owns(`/confirm/${'A'.repeat(35)}`)).toBe(false)
  }
  const w = await world({ server: { connections: false } })
  expect([w.server.owns('/connections'), w.server.owns(`/confirm/${'A'.repeat(35)}`)]).toEqual([false, true])
  expect(w.server.owns('/confirm')).toBe(false)
})

it('does not lead a login of one page to the other, nor where a stranger wants [EL-11] [PX-20]', async () => {
  const w = await world()
  const browser = w.browser()
  const { url } = await askAbout(w)
  const toQuestion = await browser.get(`${url}?return=https://evil.example&id=x`, NAVIGATION)
  const toConnections = await browser.get(CONNECTIONS, NAVIGATION)
  expect((await browser.login(toConnections, 'alice')).headers.get('location')).toBe(CONNECTIONS)
  expect((await browser.login(toQuestion, 'alice')).headers.get('location')).toBe(url)
})
