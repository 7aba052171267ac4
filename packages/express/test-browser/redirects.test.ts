import { describe, expect, it } from 'vitest'
import { allow, deny, logIn } from './support/person.js'
import { CLIENT, EDITOR, openWorld } from './support/world.js'

const IPV6 = 'http://[::1]:40001/callback'

describe('behind a provider with a login of its own on another origin', () => {
  const world = openWorld({ idp: { federated: true } })

  const kinds: readonly [string, () => string][] = [
    ['a site on https', () => CLIENT],
    ['a program on a loopback port', () => world.loopbackUri],
    ['a program on the IPv6 loopback address', () => IPV6],
    ['an app with a scheme of its own', () => EDITOR],
  ]

  it.each(kinds)('a denial reaches %s from the post itself [PX-24] [F-18]', async (_what, redirectOf) => {
    const person = await world.person()
    await person.tab.goto(await world.request(redirectOf()))
    await deny(person.tab)

    expect((await person.arrival(person.tab, redirectOf())).searchParams.get('error')).toBe('access_denied')
  })

  it.each(kinds)('a code reaches %s after the whole chain [F-18] [F-15]', async (_what, redirectOf) => {
    const person = await world.person()
    await person.tab.goto(await world.request(redirectOf()))
    await allow(person.tab)
    await person.tab.getByLabel('User').waitFor()
    expect(new URL(person.tab.url()).origin).toBe(world.app.idp.federatedOrigin)
    await logIn(person.tab)

    expect((await person.arrival(person.tab, redirectOf())).searchParams.has('code')).toBe(true)
  })

  it.each(kinds)(
    'a code reaches %s in one go from the post, where the person is signed in [F-18]',
    async (_what, redirectOf) => {
      const person = await world.person()
      await person.tab.goto(await world.request(EDITOR))
      await allow(person.tab)
      await logIn(person.tab)
      await person.arrival(person.tab, EDITOR)
      const tab = await person.newTab()
      await tab.goto(await world.request(redirectOf()))
      await allow(tab)

      expect((await person.arrival(tab, redirectOf())).searchParams.has('code')).toBe(true)
    },
  )
})
