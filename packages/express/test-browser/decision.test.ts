import { describe, expect, it } from 'vitest'
import { allow, deny, heading, logIn } from './support/person.js'
import { CLIENT, openWorld } from './support/world.js'

/** Characters that forms, queries and redirects like to change. */
const ODD_STATE = 'a b+c%20&x=1#ü/?"\'<é>'

const world = openWorld()

describe('until a person has decided', () => {
  it('no browser is sent to the provider, or anywhere [PX-01] [F-15]', async () => {
    const { tab } = await world.person()
    await tab.goto(await world.request())
    const { app, traffic } = world

    expect(await heading(tab)).toBe('Allow Test App to use Notes?')
    expect(traffic.fromBrowsersTo(app.idp.issuer)).toEqual([])
    expect(traffic.fromBrowsersTo(app.origin)).toMatchObject([{ status: 200, location: undefined }])
  })

  it('there is no state and no cookie for one [PX-18] [PX-19] [F-16]', async () => {
    const { tab, context } = await world.person()
    await tab.goto(await world.request())
    const names = (await context.cookies()).map(({ name }) => name)

    expect(names).toEqual([expect.stringMatching(/^sallyport-csrf-\d+$/)])
    expect(world.traffic.exchanges.flatMap(({ setCookies }) => setCookies).join()).not.toContain('sallyport-flow')
  })

  it.each([
    ['of a client that nobody knows', () => world.authorizeUrl('c_unknown'), 'This server does not know the app'],
    [
      'with a redirect that was not registered',
      () => world.request(CLIENT, { redirect_uri: `${CLIENT}/evil` }),
      'The return address does not match',
    ],
  ])('a request %s leads to no other site [AS-13] [PX-15]', async (_case, url, title) => {
    const { tab } = await world.person()
    await tab.goto(await url())

    expect(await heading(tab)).toBe(title)
    expect(await tab.locator('a, form').count()).toBe(0)
  })

  it('prompt=none gets nothing, and does not even send the browser back [AS-13]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request(CLIENT, { prompt: 'none' }))

    expect(await heading(person.tab)).toBe('The app’s request cannot be accepted')
    expect(person.arrivals(CLIENT)).toBe(0)
    expect(world.traffic.fromBrowsersTo(world.app.idp.issuer)).toEqual([])
  })

  it('an error reaches the client only when the person takes it there [AS-13] [AS-33] [AS-35]', async () => {
    const person = await world.person()
    const { tab } = person
    await tab.goto(await world.request(CLIENT, { scope: 'notes:everything', state: ODD_STATE }))
    expect(await heading(tab)).toBe('The app’s request cannot be accepted')
    expect(person.arrivals(CLIENT)).toBe(0)

    await tab.getByRole('link', { name: 'Return to client.example' }).click()
    const { searchParams } = await person.arrival(tab, CLIENT)
    expect(searchParams.get('error')).toBe('invalid_scope')
    expect(searchParams.getAll('state')).toEqual([ODD_STATE])
    expect(searchParams.getAll('iss')).toEqual([world.app.origin])
  })
})

describe('a denial', () => {
  it('reaches the client with state and iss, and the provider never hears of it [PX-24] [AS-33] [AS-35]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request(CLIENT, { state: ODD_STATE }))
    await deny(person.tab)
    const arrived = await person.arrival(person.tab, CLIENT)

    expect(Object.fromEntries(arrived.searchParams)).toEqual({
      error: 'access_denied',
      state: ODD_STATE,
      iss: world.app.origin,
    })
    expect(world.traffic.fromBrowsersTo(world.app.idp.issuer)).toEqual([])
    expect(world.events()).toEqual(['client.registered', 'consent.shown', 'consent.denied'])
  })

  it('is asked for again next time [PX-24]', async () => {
    const person = await world.person()
    const url = await world.request()
    await person.tab.goto(url)
    await deny(person.tab)
    await person.arrival(person.tab, CLIENT)
    await person.tab.goto(url)

    expect(await heading(person.tab)).toContain('Allow')
  })
})

describe('an approval', () => {
  it('gives nothing when the person then cancels at the provider [PX-29] [AS-33]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request())
    await allow(person.tab)
    await person.tab.getByRole('button', { name: 'Cancel' }).click()
    const { searchParams } = await person.arrival(person.tab, CLIENT)

    expect(Object.fromEntries(searchParams)).toEqual({
      error: 'access_denied',
      state: 'client-state',
      iss: world.app.origin,
    })
  })

  it('and a login bring the code, with state and iss, each once [AS-33] [AS-35] [F-15]', async () => {
    const person = await world.person()
    const redirectUri = `${CLIENT}?tenant=a%20b`
    const clientId = await world.register(redirectUri)
    await person.tab.goto(world.authorizeUrl(clientId, { redirect_uri: redirectUri, state: ODD_STATE }))
    await person.tab.getByRole('button', { name: 'Allow' }).click()
    await logIn(person.tab)
    const arrived = await person.arrival(person.tab, redirectUri)

    expect(arrived.href.startsWith(`${redirectUri}&`)).toBe(true)
    expect([...arrived.searchParams]).toEqual([
      ['tenant', 'a b'],
      ['code', expect.stringMatching(/^sac_/)],
      ['state', ODD_STATE],
      ['iss', world.app.origin],
    ])
  })

  it('leads to a code that is worth what was approved [PX-23]', async () => {
    const person = await world.person()
    const clientId = await world.register(CLIENT)
    await person.tab.goto(world.authorizeUrl(clientId))
    await allow(person.tab)
    await logIn(person.tab)

    const arrived = await person.arrival(person.tab, CLIENT)
    expect(await world.redeem(clientId, arrived)).toEqual({ status: 200, scope: 'notes:read' })
  })

  it('goes on with 303, which never repeats the post, and sets the flow cookie just there [AS-09] [PX-19]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request())
    await allow(person.tab)
    await logIn(person.tab)
    await person.arrival(person.tab, CLIENT)
    const steps = world.traffic.fromBrowsersTo(world.app.origin).map(({ what, status, setCookies }) => ({
      step: what.replace(world.app.origin, ''),
      status,
      cookies: setCookies.map((line) => line.replace(/-[\w-]{16}-\d+=.*Max-Age=(\d+).*|-\d+=.*/, ' $1').trim()),
    }))

    expect(steps).toEqual([
      { step: 'GET /authorize', status: 200, cookies: ['sallyport-csrf'] },
      { step: 'POST /consent', status: 303, cookies: ['sallyport-flow 600'] },
      { step: 'GET /callback', status: 303, cookies: ['sallyport-flow 0', 'sallyport-approvals'] },
    ])
  })
})
