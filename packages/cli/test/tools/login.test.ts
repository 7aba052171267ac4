import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { freePort, startExample, type ExampleProcess } from '../../../../examples/support/example-process.js'
import { createScriptedPerson } from '../../../../examples/support/scripted-person.js'
import { toolsDesk } from './support/desk.js'

const running = new Map<string, Promise<ExampleProcess>>()
const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-login-'))
afterAll(async () => {
  for (const example of running.values()) await (await example).stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** A whole deployment of ours, started once: both gates, a store, and a provider for development. */
async function deployment(name: string): Promise<ExampleProcess> {
  const start = async () => {
    const script = new URL(`../../../../examples/${name}/server.ts`, import.meta.url)
    const [port, idpPort] = [await freePort(), await freePort()]
    return startExample({ script, port, idpPort, dataDir: join(dataDir, name) })
  }
  const started = running.get(name) ?? start()
  running.set(name, started)
  return started
}

/** The page that a person is asked to open. */
const pageIn = (text: string): string | undefined => /^ {2}(http:\/\/\S+)$/m.exec(text)?.[1]

it.each([
  ['express-notes', 'notes_list'],
  ['sdk-v2-notes', 'notes_list'],
])(
  'signs in to %s in the browser of a person, and reads what it offers [F-57]',
  async (example, name) => {
    const { tools, json, read } = toolsDesk()
    const { endpoint } = await deployment(example)
    const person = createScriptedPerson('alice')
    const strangers: Promise<number>[] = []
    let walk: Promise<unknown> | undefined
    const onErr = (text: string): void => {
      const page = pageIn(text)
      if (page === undefined) return
      // Whatever else comes to the loopback address is not taken for the answer.
      const redirect = new URL(page).searchParams.get('redirect_uri') ?? ''
      for (const query of ['?code=forged&state=guessed', '?error=access_denied', '']) {
        strangers.push(fetch(redirect + query).then(({ status }) => status))
      }
      walk = Promise.all(strangers)
        .then(() => person.approve(page))
        .then((callback) => fetch(callback))
    }
    const { code, out, err } = await tools(['lock', '--url', endpoint, '--login', '-l', '@l'], { onErr })
    await walk
    expect(await Promise.all(strangers)).toEqual([404, 404, 404])
    expect([code, out]).toEqual([0, expect.stringContaining('tool')])
    expect(json('l').tools.map((tool: { name: string }) => tool.name)).toContain(name)
    const [callback = ''] = person.hops.slice(-1)
    const secret = new URL(callback).searchParams.get('code') ?? 'no code'
    expect(out + err + read('l')).not.toContain(secret)
    expect(out + err + read('l')).not.toMatch(/eyJ[\w-]+\.[\w-]+\./)
  },
  60_000,
)

it('signs in as a client that was registered by hand [F-57]', async () => {
  const { tools } = toolsDesk()
  const { endpoint, origin } = await deployment('express-notes')
  const registered = await fetch(`${origin}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: ['http://127.0.0.1/callback'], token_endpoint_auth_method: 'none' }),
  })
  const { client_id: clientId } = (await registered.json()) as { client_id: string }
  const person = createScriptedPerson('alice')
  const onErr = (text: string): void => {
    const page = pageIn(text)
    if (page === undefined) return
    expect(new URL(page).searchParams.get('client_id')).toBe(clientId)
    void person.approve(page).then((callback) => fetch(callback))
  }
  const { code, err } = await tools(['scan', '--url', endpoint, '--login', '--client-id', clientId], { onErr })
  expect([code, err]).toEqual([0, expect.stringContaining('Sign in')])
}, 60_000)

it('says so when the person declines [F-57]', async () => {
  const { tools } = toolsDesk()
  const { endpoint } = await deployment('express-notes')
  const onErr = (text: string): void => {
    const page = pageIn(text)
    if (page === undefined) return
    const { searchParams } = new URL(page)
    const answer = new URLSearchParams({ error: 'access_denied', state: searchParams.get('state') ?? '' })
    void fetch(`${searchParams.get('redirect_uri') ?? ''}?${answer.toString()}`)
  }
  const { code, out, err } = await tools(['scan', '--json', '--url', endpoint, '--login'], { onErr })
  expect([code, out]).toEqual([3, ''])
  expect(err).toContain('The login ended with "access_denied".')
}, 60_000)
