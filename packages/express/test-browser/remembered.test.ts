import { beforeEach, describe, expect, it } from 'vitest'
import { allow, deny, heading, logIn, type Person } from './support/person.js'
import { CLIENT, EDITOR, openWorld } from './support/world.js'

const world = openWorld()

let person: Person
let clientId: string

const OTHER_REDIRECT = `${CLIENT}/second`

/** From the page to the client; at the provider nobody is asked who has signed in before. */
async function approve(redirectUri: string, url: string): Promise<URL> {
  await person.tab.goto(url)
  await allow(person.tab)
  return person.arrival(person.tab, redirectUri)
}

const question = (): Promise<string> => heading(person.tab)

/** The person has approved a client, and is signed in at the provider. */
beforeEach(async () => {
  person = await world.person()
  clientId = await world.register(CLIENT, OTHER_REDIRECT)
  await person.tab.goto(world.authorizeUrl(clientId))
  await allow(person.tab)
  await logIn(person.tab)
  await person.arrival(person.tab, CLIENT)
  world.traffic.clear()
})

describe('in a browser that has approved a client and is signed in', () => {
  it('the page comes again for all that was not approved [PX-03] [PX-13] [PX-14] [F-15]', async () => {
    const urls = {
      'another client with the same name and redirect': await world.request(),
      'another redirect of the client': world.authorizeUrl(clientId, { redirect_uri: OTHER_REDIRECT }),
      'more scopes': world.authorizeUrl(clientId, { scope: 'notes:read notes:write' }),
      'access that lasts': world.authorizeUrl(clientId, { scope: 'notes:read offline_access' }),
      'prompt=consent': world.authorizeUrl(clientId, { prompt: 'consent' }),
    }
    for (const [what, url] of Object.entries(urls)) {
      await person.tab.goto(url)
      expect(await question(), what).toBe('Allow Test App to use Notes?')
    }

    expect(world.traffic.fromBrowsersTo(world.app.idp.issuer)).toEqual([])
  })

  it('the page comes again with a cookie that was changed [PX-04] [PX-12]', async () => {
    const { context, tab } = person
    const cookie = (await context.cookies(world.app.origin)).find(({ name }) => name.includes('approvals'))!
    const changed = cookie.value.replace(/.(?=.{9}$)/, (one) => (one === 'A' ? 'B' : 'A'))
    await context.addCookies([{ ...cookie, value: changed }])
    await tab.goto(world.authorizeUrl(clientId))

    expect(changed).not.toBe(cookie.value)
    expect(await question()).toContain('Allow')
  })

  it('the page comes in every other browser [PX-03] [PX-13]', async () => {
    const { tab } = await world.person()
    await tab.goto(world.authorizeUrl(clientId))

    expect(await heading(tab)).toContain('Allow')
  })

  it('the same request goes through without the page [F-15] [PX-03]', async () => {
    const before = person.arrivals(CLIENT)
    await person.tab.goto(world.authorizeUrl(clientId, { state: 'second' }))

    expect(person.arrivals(CLIENT)).toBe(before + 1)
    expect(new URL(person.tab.url()).searchParams.get('state')).toBe('second')
    expect(world.events().slice(-3)).toEqual(['consent.skipped', 'login.succeeded', 'code.issued'])
    expect(await world.redeem(clientId, new URL(person.tab.url()))).toMatchObject({ status: 200 })
  })

  it('an error goes to the approved redirect by itself [AS-13]', async () => {
    await person.tab.goto(world.authorizeUrl(clientId, { scope: 'notes:everything' }))

    expect(new URL(person.tab.url()).searchParams.get('error')).toBe('invalid_scope')
  })
})

describe.each([
  ['a program on this machine', () => world.loopbackUri],
  ['an app with a scheme of its own', () => EDITOR],
])('an approval for %s', (_what, redirectOf) => {
  it('never saves the page: anybody could be waiting there [F-15]', async () => {
    const redirectUri = redirectOf()
    const url = await world.request(redirectUri)
    await approve(redirectUri, url)
    await person.tab.goto(url)

    expect(await question()).toContain('Allow')
    expect(await person.tab.getByRole('note').count()).toBe(1)
  })
})

describe('when somebody else signs in after the page was skipped', () => {
  beforeEach(async () => {
    await person.context.clearCookies({ name: /^_session/ })
    await person.tab.goto(world.authorizeUrl(clientId, { state: 'of bob' }))
    await logIn(person.tab, 'bob')
    await person.tab.getByRole('button', { name: 'Allow' }).waitFor()
    world.traffic.clear()
  })

  it('nobody gets a code before the page, which names the account, was answered [F-15] [PX-03]', async () => {
    expect(await person.tab.locator('.account').innerText()).toMatch(/Bob$/)
    expect(person.arrivals(CLIENT)).toBe(1)
    expect(world.events().filter((kind) => kind === 'code.issued')).toHaveLength(1)
  })

  it('a denial gives no code, and the page cannot be used afterwards [PX-24]', async () => {
    await deny(person.tab)
    await person.tab.waitForURL(`${CLIENT}**`)
    const { searchParams } = new URL(person.tab.url())

    expect(searchParams.get('error')).toBe('access_denied')
    expect(searchParams.get('state')).toBe('of bob')
    expect(searchParams.has('code')).toBe(false)
    await person.tab.goto(world.authorizeUrl(clientId, { prompt: 'consent' }))
    expect(await question()).toContain('Allow')
  })

  it('an approval goes on to the client, without another login [F-15]', async () => {
    await allow(person.tab)
    await person.tab.waitForURL(`${CLIENT}**`)
    const arrived = new URL(person.tab.url())

    expect(arrived.searchParams.get('state')).toBe('of bob')
    expect(world.traffic.fromBrowsersTo(world.app.idp.issuer)).toEqual([])
    expect(await world.redeem(clientId, arrived)).toMatchObject({ status: 200 })
  })

  it('an approval is theirs: the next request goes through for them alone [PX-03]', async () => {
    await allow(person.tab)
    await person.tab.waitForURL(`${CLIENT}**`)
    await person.tab.goto(world.authorizeUrl(clientId, { state: 'again' }))

    expect(new URL(person.tab.url()).searchParams.get('state')).toBe('again')
    expect(world.events().slice(-3)).toEqual(['consent.skipped', 'login.succeeded', 'code.issued'])
  })

  it('a reload of that page starts nothing [PX-22]', async () => {
    await person.tab.reload()

    expect(await question()).toBe('Signing in took too long')
    expect(person.arrivals(CLIENT)).toBe(1)
  })
})
