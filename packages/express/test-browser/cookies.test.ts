import { describe, expect, it } from 'vitest'
import { allow, heading, logIn, type Person } from './support/person.js'
import { CLIENT, openWorld, type World } from './support/world.js'

interface Step {
  readonly when: string
  readonly cookies: readonly Seen[]
}

/** A cookie as the browser has it. */
interface Seen {
  readonly name: string
  readonly domain: string
  readonly path: string
  readonly httpOnly: boolean
  readonly secure: boolean
  readonly sameSite: string
  /** Rounded up to whole minutes. */
  readonly minutes: number
}

async function cookiesOf({ context }: Person, { app }: World): Promise<readonly Seen[]> {
  const cookies = await context.cookies(app.origin)
  return cookies
    .filter(({ name }) => name.includes('sallyport'))
    .map(({ name, domain, path, httpOnly, secure, sameSite, expires }) => {
      const minutes = Math.ceil((expires * 1000 - Date.now()) / 60_000)
      return { name: name.replace(/flow-[\w-]{16}/, 'flow-<id>'), domain, path, httpOnly, secure, sameSite, minutes }
    })
    .sort((a, b) => a.name.localeCompare(b.name))
}

/** Goes through a flow and looks at the cookies at every stop. */
async function walk(world: World): Promise<readonly Step[]> {
  const person = await world.person()
  const look = async (when: string): Promise<Step> => ({ when, cookies: await cookiesOf(person, world) })
  await person.tab.goto(await world.request())
  const atThePage = await look('at the page')
  await allow(person.tab)
  await person.tab.getByLabel('User').waitFor()
  const atTheProvider = await look('at the provider')
  await logIn(person.tab)
  await person.arrival(person.tab, CLIENT)
  await person.tab.waitForURL(`${CLIENT}**`)
  return [atThePage, atTheProvider, await look('at the client')]
}

const attributes = { path: '/', httpOnly: true, sameSite: 'Lax' }

function expected(name: (base: string) => string, common: Partial<Seen>): readonly Step[] {
  const cookie = (base: string, minutes: number) => ({ name: name(base), minutes, ...attributes, ...common })
  const csrf = cookie('csrf', 120)
  return [
    { when: 'at the page', cookies: [csrf] },
    { when: 'at the provider', cookies: [csrf, cookie('flow-<id>', 10)] },
    { when: 'at the client', cookies: [cookie('approvals', 120), csrf] },
  ] as readonly Step[]
}

describe('on https', () => {
  const world = openWorld({}, { secure: true })

  it('cookies belong to this host alone and to https [PX-10] [PX-11] [PX-19] [F-17]', async () => {
    const common = { domain: 'notes.example', secure: true }

    expect(await walk(world)).toEqual(expected((base) => `__Host-sallyport-${base}`, common))
  })

  it('none of them opens the MCP endpoint [F-17]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request())
    await allow(person.tab)
    await logIn(person.tab)
    await person.tab.waitForURL(`${CLIENT}**`)
    const answer = await person.tab.goto(world.app.endpoint)

    expect(answer?.status()).toBe(401)
    expect(world.traffic.exchanges.at(-1)?.headers['cookie']).toContain('sallyport-approvals')
  })

  it('no script of the page can read one [PX-11] [F-17]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request())

    expect(await person.tab.evaluate(() => document.cookie)).toBe('')
  })
})

describe('on plain http on the loopback address', () => {
  const world = openWorld()

  it('cookies carry the port in their name, without __Host- and Secure [F-17] [PX-19]', async () => {
    const { port } = new URL(world.app.origin)
    const common = { domain: '127.0.0.1', secure: false }

    expect(await walk(world)).toEqual(expected((base) => `sallyport-${base}-${port}`, common))
  })

  it('those of another deployment on this host do not disturb [F-17]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request())
    const [csrf] = await person.context.cookies()
    await person.context.addCookies([{ ...csrf!, name: 'sallyport-csrf-1', value: 'v1.foreign' }])
    await allow(person.tab)
    await logIn(person.tab)

    expect((await person.arrival(person.tab, CLIENT)).searchParams.has('code')).toBe(true)
  })

  it('are announced in the audit log [F-17]', () => {
    expect(world.app.events).toContainEqual(
      expect.objectContaining({ kind: 'unsafe.enabled', option: 'unsafelyAllowHttpLoopback' }),
    )
  })

  it('a browser without cookies gets no further than the page, and is told [PX-08]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request())
    await person.context.clearCookies()
    await allow(person.tab)

    expect(await heading(person.tab)).toBe('Your answer did not arrive safely')
    expect(await person.tab.locator('main').innerText()).toContain('Allow cookies for this site')
  })
})
