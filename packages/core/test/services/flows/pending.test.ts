import { expect, it } from 'vitest'
import { cookieHeader, flowWorld, MINUTE, REQUEST } from './harness.js'

const PAGE = { kind: 'page' } as const

it('draws fresh values for each login: 64 random bytes of state and of verifier [PX-17] [F-14] [F-16]', async () => {
  const { flows } = flowWorld()
  const logins = await Promise.all(Array.from({ length: 20 }, () => flows.begin(REQUEST, PAGE, null)))
  const values = logins.flatMap(({ login }) => [login.state, login.codeVerifier, login.nonce])
  expect(new Set(values).size).toBe(60)
  for (const { login } of logins) {
    expect(login.state).toMatch(/^[A-Za-z0-9_-]{86}$/)
    expect(login.codeVerifier).toMatch(/^[A-Za-z0-9_-]{86}$/)
    expect(login.redirectUri).toBe('https://notes.example/callback')
  }
})

it('gives back the flow to the browser that began it, in any process, once [PX-20] [PX-22]', async () => {
  const { flows, another } = flowWorld()
  const basis = { kind: 'approval', consentId: 'x', subject: 'alice' } as const
  const { login, setCookies } = await flows.begin(REQUEST, basis, null)
  const cookie = cookieHeader(...setCookies)
  const resumed = await another().resume(login.state, cookie)
  expect(resumed).toMatchObject({ ok: true, flow: { request: REQUEST, basis, login } })
  expect(await flows.resume(login.state, cookie)).toEqual({ ok: false, problem: 'state_unknown' })
})

it('gives it to one of 50 parallel callbacks at two processes [PX-22] [F-16]', async () => {
  const { flows, another } = flowWorld()
  const { login, setCookies } = await flows.begin(REQUEST, PAGE, null)
  const processes = [flows, another()]
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, i) => processes[i % 2]!.resume(login.state, cookieHeader(...setCookies))),
  )
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
})

it('refuses a state without its cookie and keeps the flow for the right browser [PX-20] [PX-21]', async () => {
  const { flows } = flowWorld()
  const { login, setCookies } = await flows.begin(REQUEST, PAGE, null)
  const other = await flows.begin(REQUEST, PAGE, null)
  const [name] = cookieHeader(...setCookies).split('=')
  const [, foreign] = /=(.*)/.exec(cookieHeader(...other.setCookies))!
  for (const cookie of [null, '', cookieHeader(...other.setCookies), `${name}=${foreign}`, `${name}=x`]) {
    expect(await flows.resume(login.state, cookie)).toEqual({ ok: false, problem: 'state_of_another_browser' })
  }
  expect((await flows.resume(login.state, cookieHeader(...setCookies))).ok).toBe(true)
})

it.each([
  ['empty', ''],
  ['too short', 'A'.repeat(85)],
  ['too long', 'A'.repeat(87)],
  ['of other characters', '+'.repeat(86)],
])('refuses a state that is %s before looking anywhere [PX-21]', async (_case, state) => {
  const { flows } = flowWorld()
  expect(await flows.resume(state, null)).toEqual({ ok: false, problem: 'state_malformed' })
})

it('forgets a flow after ten minutes even when its cookie lives on [PX-22]', async () => {
  const { flows, runtime } = flowWorld()
  const { login, setCookies } = await flows.begin(REQUEST, PAGE, null)
  expect(setCookies.at(-1)).toContain('Max-Age=600')
  runtime.advance(10 * MINUTE)
  expect(await flows.resume(login.state, cookieHeader(...setCookies))).toEqual({ ok: false, problem: 'state_unknown' })
})

it('keeps nothing readable in the store: neither state, verifier nor request [F-16] [AS-15]', async () => {
  const { flows, store } = flowWorld()
  const { login } = await flows.begin(REQUEST, PAGE, null)
  const [key] = (await store.records.listByIndex('kind:flow', undefined, 1)).keys
  const record = await store.records.get(key!)
  for (const secret of [login.state, login.codeVerifier, login.nonce, 'client-state', 'app.example']) {
    expect(`${key} ${record!.value}`).not.toContain(secret)
  }
})

it('refuses a record that was moved to the key of another flow [PX-23]', async () => {
  const { flows, store } = flowWorld()
  const first = await flows.begin(REQUEST, PAGE, null)
  const second = await flows.begin({ ...REQUEST, clientId: 'c_two' }, PAGE, null)
  const { keys } = await store.records.listByIndex('kind:flow', undefined, 2)
  const records = await Promise.all(keys.map(async (key) => (await store.records.take(key))!))
  for (const [index, key] of keys.entries()) {
    const { value, expiresAtMs } = records[1 - index]!
    await store.records.putIfAbsent(key, value, { expiresAtMs })
  }
  for (const { login, setCookies } of [first, second]) {
    expect((await flows.resume(login.state, cookieHeader(...setCookies))).ok).toBe(false)
  }
})

it('drops the oldest of more than five flows, and cookies that are not ours any more first [F-15]', async () => {
  const { flows, runtime } = flowWorld()
  const jar: string[] = []
  for (let flow = 0; flow < 5; flow++) {
    const { setCookies } = await flows.begin(REQUEST, PAGE, cookieHeader(...jar))
    expect(setCookies).toHaveLength(1)
    jar.push(setCookies[0]!)
    runtime.advance(1000)
  }
  const oldest = jar[0]!.split('=')[0]!
  const sixth = await flows.begin(REQUEST, PAGE, cookieHeader(...jar))
  expect(sixth.setCookies).toHaveLength(2)
  expect(sixth.setCookies[0]).toMatch(new RegExp(`^${oldest}=; .*Max-Age=0`))

  const stale = '__Host-sallyport-flow-AAAAAAAAAAAAAAAA'
  const withStale = await flows.begin(REQUEST, PAGE, `${stale}=x; ${cookieHeader(...jar.slice(1))}`)
  expect(withStale.setCookies.filter((line) => line.includes('Max-Age=0'))).toHaveLength(1)
  expect(withStale.setCookies[0]).toMatch(new RegExp(`^${stale}=;`))
})

it('holds an answer sealed, gives it out once, and not after ten minutes [PX-30]', async () => {
  const { flows, store, runtime } = flowWorld()
  const heldId = await flows.hold('{"accessToken":"upstream"}', 'alice')
  const [key] = (await store.records.listByIndex('user:alice', undefined, 1)).keys
  expect((await store.records.get(key!))!.value + key!).not.toMatch(new RegExp(`upstream|${heldId}`))
  const taken = await Promise.all(Array.from({ length: 50 }, () => flows.takeHeld(heldId)))
  expect(taken.filter((answer) => answer !== undefined)).toEqual(['{"accessToken":"upstream"}'])
  const late = await flows.hold('x', 'alice')
  runtime.advance(10 * MINUTE)
  expect(await flows.takeHeld(late)).toBeUndefined()
  expect(await flows.takeHeld('made up')).toBeUndefined()
})

it('keeps logins to a page of our own apart from those of clients, and as well guarded [PX-17] [PX-20] [PX-22]', async () => {
  const { flows, another, store } = flowWorld()
  const { login, setCookies } = await flows.beginOwn(null)
  const client = await flows.begin(REQUEST, PAGE, cookieHeader(...setCookies))
  expect(login.state).toMatch(/^[A-Za-z0-9_-]{86}$/)
  expect((await store.records.listByIndex('client:c_one', undefined, 10)).keys).toHaveLength(1)
  expect(await flows.resume(login.state, cookieHeader(...client.setCookies))).toEqual({
    ok: false,
    problem: 'state_of_another_browser',
  })
  const cookie = cookieHeader(...setCookies)
  const resumed = await another().resume(login.state, cookie)
  expect(resumed).toMatchObject({ ok: true, flow: { own: true, login } })
  expect(resumed.ok && 'request' in resumed.flow).toBe(false)
  expect(await flows.resume(login.state, cookie)).toEqual({ ok: false, problem: 'state_unknown' })
})

it('keeps which question a person came for, and nothing of it in the browser [EL-15]', async () => {
  const { flows } = flowWorld()
  const { login, setCookies } = await flows.beginOwn(null, 'question-1')
  expect(setCookies.join()).not.toContain('question-1')
  const resumed = await flows.resume(login.state, cookieHeader(...setCookies))
  expect(resumed).toMatchObject({ ok: true, flow: { own: true, confirmationId: 'question-1' } })
})

it('counts them among the five of a browser [F-15]', async () => {
  const { flows, runtime } = flowWorld()
  const jar: string[] = []
  for (let flow = 0; flow < 5; flow++) {
    jar.push((await flows.beginOwn(cookieHeader(...jar))).setCookies[0]!)
    runtime.advance(1000)
  }
  const sixth = await flows.begin(REQUEST, PAGE, cookieHeader(...jar))
  expect(sixth.setCookies[0]).toMatch(new RegExp(`^${jar[0]!.split('=')[0]!}=; .*Max-Age=0`))
})
