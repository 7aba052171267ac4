import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AuthorizationRequest } from '../../../src/services/flows/index.js'
import { cookieHeader, flowWorld, MINUTE, REQUEST } from './harness.js'

it('gives back exactly what was sealed, whatever a client sent [PX-23]', async () => {
  const { flows } = flowWorld()
  const { secret, setCookie } = await flows.browser(null)
  const request: fc.Arbitrary<AuthorizationRequest> = fc.record({
    clientId: fc.string(),
    redirectUri: fc.string(),
    registeredRedirectUri: fc.string(),
    redirectKind: fc.constantFrom('https', 'loopback', 'private-use'),
    state: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
    codeChallenge: fc.string(),
    resource: fc.string(),
    scopes: fc.array(fc.string()),
    offline: fc.boolean(),
    requestedScopes: fc.array(fc.string()),
    prompt: fc.constantFrom('none', 'login', 'select_account', undefined),
  })
  await fc.assert(
    fc.asyncProperty(request, async (sealed) => {
      const opened = await flows.openForm(await flows.sealForm(sealed, secret), cookieHeader(setCookie))
      expect(opened).toMatchObject({ ok: true, form: { request: sealed, heldId: undefined } })
    }),
    { numRuns: 50 },
  )
})

it('writes nothing to the store before the form is posted [PX-18]', async () => {
  const { flows, store } = flowWorld()
  const { secret } = await flows.browser(null)
  await flows.sealForm(REQUEST, secret)
  expect((await store.records.listByIndex('kind:form-used', undefined, 1)).keys).toEqual([])
  expect((await store.records.listByIndex('kind:flow', undefined, 1)).keys).toEqual([])
})

it('keeps the CSRF secret of a browser while forms are open in other tabs [PX-08] [F-15]', async () => {
  const { flows, runtime } = flowWorld()
  const first = await flows.browser(null)
  const form = await flows.sealForm(REQUEST, first.secret)
  const second = await flows.browser(cookieHeader(first.setCookie))
  expect(second).toEqual({ secret: first.secret, setCookie: undefined })
  runtime.advance(115 * MINUTE)
  const late = await flows.sealForm(REQUEST, first.secret)
  const renewed = await flows.browser(cookieHeader(first.setCookie))
  expect(renewed.secret).toBe(first.secret)
  runtime.advance(6 * MINUTE)
  expect((await flows.openForm(late, cookieHeader(renewed.setCookie))).ok).toBe(true)
  expect(await flows.openForm(form, cookieHeader(renewed.setCookie))).toEqual({ ok: false, problem: 'form_expired' })
})

it('forgets the CSRF secret of a browser that stayed away for two hours [F-17]', async () => {
  const { flows, runtime } = flowWorld()
  const first = await flows.browser(null)
  runtime.advance(120 * MINUTE)
  expect((await flows.browser(cookieHeader(first.setCookie))).secret).not.toBe(first.secret)
})

it('refuses a form of another issuer that shares the keys [PX-23]', async () => {
  const { flows, another } = flowWorld()
  const tenant = another({ issuer: 'https://notes.example/tenant' })
  const { secret, setCookie } = await flows.browser(null)
  const form = await tenant.sealForm(REQUEST, secret)
  expect(await flows.openForm(form, cookieHeader(setCookie))).toEqual({ ok: false, problem: 'form_forged' })
})

it('never takes one sealed value for another: form, cookie and record differ [F-10] [AS-61]', async () => {
  const { flows, store } = flowWorld()
  const { secret, setCookie } = await flows.browser(null)
  const { setCookies } = await flows.begin(REQUEST, { kind: 'page' }, null)
  const [key] = (await store.records.listByIndex('kind:flow', undefined, 1)).keys
  const record = await store.records.get(key!)
  const others = [setCookie!, ...setCookies].map((line) => line.slice(line.indexOf('=') + 1).split(';')[0]!)
  for (const sealed of [...others, record!.value]) {
    expect(await flows.openForm(sealed, cookieHeader(setCookie))).toEqual({ ok: false, problem: 'form_forged' })
  }
  const form = await flows.sealForm(REQUEST, secret)
  expect((await flows.browser(`__Host-sallyport-csrf=${form}`)).secret).not.toBe(secret)
})

it('consumes a form once among 50 posts to two processes, and remembers it past its end [PX-08]', async () => {
  const { flows, another, runtime } = flowWorld()
  const { secret, setCookie } = await flows.browser(null)
  const opened = await flows.openForm(await flows.sealForm(REQUEST, secret), cookieHeader(setCookie))
  if (!opened.ok) throw new Error(opened.problem)
  const processes = [flows, another()]
  const results = await Promise.all(Array.from({ length: 50 }, (_, i) => processes[i % 2]!.consumeForm(opened.form)))
  expect(results.filter(Boolean)).toHaveLength(1)
  runtime.advance(10 * MINUTE + 59_000)
  expect(await flows.consumeForm(opened.form)).toBe(false)
})

it('refuses to wait longer than ten minutes [PX-22]', () => {
  const { another } = flowWorld()
  expect(() => another({ lifetimeMs: 10 * MINUTE + 1 })).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  expect(() => another({ lifetimes: 1 } as never)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
})
