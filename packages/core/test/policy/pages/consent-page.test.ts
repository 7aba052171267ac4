import { describe, expect, it } from 'vitest'
import { createPages, type ConsentPageModel } from '../../../src/policy/pages/index.js'
import { consent, textOf } from './models.js'

const pages = createPages({ title: 'Notes' })

async function render(change: Partial<ConsentPageModel> = {}): Promise<string> {
  return (await pages.consent({ ...consent, ...change }, [])).html
}

async function read(change: Partial<ConsentPageModel> = {}): Promise<string> {
  return textOf(await render(change))
}

describe('who asks', () => {
  it('names the client and says that the name is its own choice [PX-05] [F-15]', async () => {
    const text = await read()

    expect(text).toContain('Allow Acme Desk to use Notes?')
    expect(text).toContain('The app chose this name itself.')
  })

  it.each([undefined, '', ' \u200b\u202e\n'])(
    'says so when there is nothing to read in the name: %j [PX-05]',
    async (name) => {
      expect(await read({ clientName: name })).toContain('Allow An app without a name to use Notes?')
    },
  )

  it('shortens a long name and marks the cut [PX-05]', async () => {
    const text = await read({ clientName: 'a'.repeat(5000) })

    expect(text).toContain(`Allow ${'a'.repeat(79)}… to use`)
    expect(text).not.toContain('a'.repeat(80))
  })

  it('shows the host of a client id that is a URL, and the whole id [AS-94]', async () => {
    const text = await read({ clientId: 'https://app.acme.example/client.json' })

    expect(text).toContain('App published at app.acme.example ')
    expect(text).toContain('Client ID https://app.acme.example/client.json ')
  })

  it('does not claim a publisher for a generated client id [AS-94]', async () => {
    const text = await read()

    expect(text).not.toContain('App published at')
    expect(text).toContain('Client ID c_1 ')
  })

  it('shows the website of a client as text: no link, no picture [AS-98]', async () => {
    const html = await render({ clientUri: 'https://evil.example/logo.png' })

    expect(html).toContain('https://evil.example/logo.png')
    expect(html).not.toMatch(/<(?:a|img|link|iframe|object|embed|script|meta http-equiv)\b/i)
    expect(html).not.toMatch(/(?:src|href|background|srcset|url)\s*[=(]/i)
  })
})

describe('where the answer goes', () => {
  it.each([
    ['a host', 'https://desk.acme.example/callback', 'desk.acme.example'],
    ['a port', 'https://desk.acme.example:8443/callback', 'desk.acme.example:8443'],
    ['user info that looks like a host', 'https://accounts.example@evil.example/', 'evil.example'],
    ['a path that looks like a host', 'https:\\\\evil.example\\@accounts.example', 'evil.example'],
  ])('shows the host that the browser will go to, given %s [PX-07] [AS-92]', async (_case, redirectUri, host) => {
    expect(await read({ redirectUri })).toContain(`You will be sent back to ${host} `)
  })

  it('shows the full address as well [PX-07]', async () => {
    expect(await read()).toContain('Full return address https://desk.acme.example/callback ')
  })

  it('never shortens a host, however long [AS-92]', async () => {
    const host = `${'accounts.google.com.'.repeat(10)}evil.example`

    expect(await read({ redirectUri: `https://${host}/cb` })).toContain(`You will be sent back to ${host} `)
  })

  it('shows an international host as it is sent, and as it is read [AS-92]', async () => {
    const text = await read({ redirectUri: 'https://bücher.example/cb' })

    expect(text).toContain('You will be sent back to xn--bcher-kva.example Also written bücher.example ')
  })

  it('shows what is no address at all without failing [AS-92]', async () => {
    expect(await read({ redirectUri: 'not an address' })).toContain('You will be sent back to not%20an%20address ')
  })

  it('warns that any program could be behind a loopback address [AS-93] [F-15]', async () => {
    const text = await read({ redirectKind: 'loopback', redirectUri: 'http://127.0.0.1:3334/cb' })

    expect(text).toContain('127.0.0.1:3334 A program on this device')
    expect(text).toContain('Any program on this device could be asking')
  })

  it('warns that any app could claim a private-use scheme [AS-93] [F-15]', async () => {
    const text = await read({ redirectKind: 'private-use', redirectUri: 'cursor://host/cb' })

    expect(text).toContain('You will be sent back to cursor: An app on this device that opens “cursor” links')
    expect(text).toContain('Another app could answer instead')
    expect(text).toContain('Full return address cursor://host/cb ')
  })

  it('does not warn about a website [AS-93]', async () => {
    expect(await render()).not.toContain('class="caution"')
  })
})

describe('what it may do', () => {
  it('lists each scope with its description and its name [PX-06] [F-15]', async () => {
    const text = await read()

    expect(text).toContain('Read your notes notes:read ')
    expect(text).toContain('notes:odd ')
  })

  it('shows offline access in words, once [PX-06]', async () => {
    const scopes = [{ name: 'offline_access', description: 'x' }]

    expect((await read({ scopes })).split('offline_access')).toHaveLength(2)
    expect(await read()).toContain('Stay connected when you are away offline_access ')
    expect(await read({ offline: false, scopes })).not.toContain('offline_access')
  })

  it('says so when nothing is asked for [PX-06]', async () => {
    expect(await read({ scopes: [], offline: false })).toContain('It asks for no particular permission.')
  })

  it('names the server, by address when it has no name [F-15]', async () => {
    expect(await read({ resourceName: undefined })).toContain('to use notes.example.com?')
    expect(await read()).toContain('Server https://notes.example.com/mcp ')
  })
})

describe('the account', () => {
  it('is named when somebody has signed in [F-15]', async () => {
    const text = await read({ account: 'bob@example.com' })

    expect(text).toContain('Signed in as bob@example.com ')
    expect(text).not.toContain('you sign in next')
  })

  it('is not mentioned before [F-15]', async () => {
    expect(await read()).not.toContain('Signed in as')
  })
})

describe('the form', () => {
  it('posts the hidden fields unchanged and works without scripts [F-15]', async () => {
    const html = await render({ action: '/t/consent?a=1&b=2', fields: { request: 'a"b<c>&\'d' } })

    expect(html).toContain('method="post" action="/t/consent?a=1&amp;b=2"')
    expect(html).toContain('name="request" value="a&quot;b&lt;c&gt;&amp;&#39;d"')
    expect(html).not.toMatch(/<script|\son\w+=/i)
  })

  it('has deny as its first, and so its default, button [F-15]', async () => {
    const values = Array.from((await render()).matchAll(/name="decision" value="(\w+)"/g), (match) => match[1])

    expect(values).toEqual(['deny', 'approve'])
  })
})
