import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPages, type Connection, type ConnectionsPageModel } from '../../../src/policy/pages/index.js'
import { outlineOf, textOf } from './models.js'

const SINCE = Date.UTC(2026, 2, 5, 9, 26)
const SEEN = Date.UTC(2026, 2, 14, 17, 4)

const acme: Connection = {
  clientId: 'c_1',
  clientName: 'Acme Desk',
  redirects: [{ uri: 'https://desk.acme.example/callback', kind: 'https' }],
  connected: true,
  resources: [
    {
      resource: 'https://notes.example.com/mcp',
      resourceName: 'Notes',
      scopes: [{ name: 'notes:read', description: 'Read your notes' }],
      offline: true,
      sinceMs: SINCE,
      lastUsedAtMs: SEEN,
    },
  ],
  sessions: [{ id: 's_1', sinceMs: SINCE, lastUsedAtMs: SEEN }],
}

const model: ConnectionsPageModel = {
  account: 'alice@corp.example',
  connections: [acme],
  action: 'https://notes.example.com/connections',
  fields: { token: 'sealed' },
}

const pages = createPages()
const htmlOf = async (changes: Partial<ConnectionsPageModel> = {}) =>
  (await pages.connections({ ...model, ...changes })).html

describe('a connection', () => {
  it('says who, where it leads, what it may do, since when and when last [F-15] [PX-05] [PX-06] [PX-07]', async () => {
    const text = textOf(await htmlOf())

    expect(text).toContain('Signed in as alice@corp.example')
    expect(text).toContain('Acme Desk Takes you to desk.acme.example')
    expect(text).toContain('Notes https://notes.example.com/mcp')
    expect(text).toContain('Read your notes notes:read')
    expect(text).toContain('Stay connected when you are away offline_access')
    expect(text).toMatch(/Connected Mar 5, 2026, 9:26\sAM UTC/)
    expect(text).toMatch(/Last use Mar 14, 2026, 5:04\sPM UTC/)
    expect(text).toContain('Last use is when the app last renewed its access or was seen in a session.')
  })

  it.each([
    ['a program on the device', { uri: 'http://127.0.0.1/cb', kind: 'loopback' }, 'A program on this device'],
    ['an app', { uri: 'cursor://x/cb', kind: 'private-use' }, 'An app on this device that opens “cursor” links'],
    [
      'a look-alike host',
      { uri: 'https://xn--80ak6aa92e.com/cb', kind: 'https' },
      'xn--80ak6aa92e.com Also written аррӏе.com',
    ],
  ] as const)('of %s says so [AS-92] [AS-93]', async (_case, redirect, words) => {
    expect(textOf(await htmlOf({ connections: [{ ...acme, redirects: [redirect] }] }))).toContain(words)
  })

  it('that is only remembered claims no access and no times', async () => {
    const resources = [{ ...acme.resources[0]!, sinceMs: undefined, lastUsedAtMs: undefined }]
    const text = textOf(await htmlOf({ connections: [{ ...acme, connected: false, resources, sessions: [] }] }))

    expect(text).toContain('Not connected now.')
    expect(text).toContain('Ask me next time')
    expect(text).not.toContain('End access')
    expect(text).not.toContain('UTC')
  })

  it('has buttons whose names say what they end [F-15]', async () => {
    const html = await htmlOf()
    const named = [...html.matchAll(/aria-labelledby="(\S+) (\S+)"/g)].flatMap(([, own = '', about = '']) => [
      own,
      about,
    ])

    expect(named).toHaveLength(4)
    for (const id of named) expect(html.split(`id="${id}"`)).toHaveLength(2)
  })
})

describe('the form', () => {
  it('posts its token and one button to the page [PX-08]', async () => {
    const html = await htmlOf()

    expect(html.match(/<form /g)).toHaveLength(1)
    expect(html).toContain('<form method="post" action="https://notes.example.com/connections" autocomplete="off">')
    expect(html).toContain('<input type="hidden" name="token" value="sealed" />')
    const buttons = [...html.matchAll(/name="(\w+)"\s+value="([^"]*)"/g)].slice(1)
    expect(buttons.map(([, name, value]) => [name, value])).toEqual([
      ['sign_out', 'yes'],
      ['end_client', 'c_1'],
      ['end_session', 's_1'],
      ['end_everything', 'yes'],
    ])
  })

  it('asks once more before everything ends', async () => {
    expect(await htmlOf()).toMatch(
      /<details>[\s\S]*All apps lose their access[\s\S]*name="end_everything"[\s\S]*<\/details>/,
    )
  })

  it('may lead nowhere but to this server [AS-10] [PX-09]', async () => {
    const { contentSecurityPolicy } = await pages.connections(model)

    expect(contentSecurityPolicy).toContain("form-action 'self';")
    expect(contentSecurityPolicy).toContain("frame-ancestors 'none'")
    expect(contentSecurityPolicy).not.toContain('script-src')
  })
})

it('of nobody says that nothing can act, and has no list', async () => {
  const html = await htmlOf({ connections: [] })

  expect(textOf(html)).toContain('No app can act in your name here.')
  expect(html).not.toContain('class="connections"')
})

it('lists 50 [F-15]', async () => {
  const connections = Array.from({ length: 50 }, (_, i) => ({ ...acme, clientId: `c_${String(i)}` }))

  expect((await htmlOf({ connections })).match(/name="end_client"/g)).toHaveLength(50)
})

it('lets no text of a stranger become markup [PX-05]', async () => {
  const plain = outlineOf(await htmlOf())
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((part) => `<b>"'&${part}</b>`)
  await fc.assert(
    fc.asyncProperty(text, async (evil) => {
      const hostile: Connection = {
        ...acme,
        clientId: evil,
        clientName: evil,
        redirects: [{ uri: `https://desk.acme.example/${evil}`, kind: 'https' }],
        resources: [
          { ...acme.resources[0]!, resource: evil, resourceName: evil, scopes: [{ name: evil, description: evil }] },
        ],
        sessions: [{ id: evil, sinceMs: SINCE, lastUsedAtMs: SEEN }],
      }
      const html = await htmlOf({ account: evil, connections: [hostile], fields: { token: evil } })
      expect(outlineOf(html)).toBe(plain)
    }),
    { numRuns: 100 },
  )
})

it.each([
  ['reorders', 'Acme\u202eksed', 'Acmeksed'],
  ['is too long', 'A'.repeat(200), `${'A'.repeat(79)}…`],
  ['is invisible', '\u200b\u2800', 'An app without a name'],
])('tames a name that %s [PX-05]', async (_case, clientName, shown) => {
  expect(textOf(await htmlOf({ connections: [{ ...acme, clientName }] }))).toContain(` ${shown} Takes you to`)
})

it('writes times as its language does, and refuses a language that is none', async () => {
  const german = createPages({ lang: 'de', texts: { utcTime: '{time} Uhr UTC' } })

  expect(textOf((await german.connections(model)).html)).toContain('05.03.2026, 09:26 Uhr UTC')
  for (const lang of ['en-1', 'de-', 'x'.repeat(9), 'a-DE-u']) expect(() => createPages({ lang })).toThrow(/BCP 47/)
})

it('after signing out waits for a click before the provider is asked', async () => {
  const page = await pages.signedOut('https://notes.example.com/connections?prompt=login')

  expect(page.html).toContain('href="https://notes.example.com/connections?prompt=login"')
  expect(page.html).not.toContain('<form')
  expect(page.contentSecurityPolicy).toContain("form-action 'none'")
})
