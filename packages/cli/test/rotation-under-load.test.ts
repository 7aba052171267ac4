import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, it, onTestFinished } from 'vitest'
import { generateKeySet, KEY_PURPOSES, type KeyFile } from '@sallyport/core/keys'
import { ISSUER, RESOURCE } from '../../core/test/compositions/authorization-server/harness.js'
import {
  authorizeUrl,
  connect,
  errorOf,
  refresh,
  type TokenResponse,
} from '../../core/test/compositions/authorization-server/steps.js'
import { balanced, startMember, type Balanced } from './support/deployment.js'
import { folder, sallyport, sallyportHere } from './support/desk.js'

const RELOAD_MS = 250
/** As long as a foreign server keeps our JWKS: shorter than the lead, as five minutes are to ten. */
const JWKS_CACHE_MS = 2_000
const LEAD = '4s'
const CLIENTS = 6

type Connected = Awaited<ReturnType<typeof connect>>
type Client = Connected & { readonly person: string }

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const cookieOf = ({ browser }: Connected) => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

/** A resource server of somebody else: it knows the JWKS, and nothing else of us. */
async function foreignVerifier({ server }: Balanced) {
  const front = createServer((_request, response) => {
    server.handle(new Request(`${ISSUER}/jwks`), { address: undefined, requestId: 'jwks' }).then(
      async (answer) => response.setHeader('content-type', 'application/json').end(await answer?.text()),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void front.close())
  const url = new URL(`http://127.0.0.1:${String((front.address() as AddressInfo).port)}/jwks`)
  // It never looks for an unknown key before its cache has run out: only what was published in time is accepted.
  const keys = createRemoteJWKSet(url, { cacheMaxAge: JWKS_CACHE_MS, cooldownDuration: JWKS_CACHE_MS })
  return async (token: string) => {
    await jwtVerify(token, keys, { issuer: ISSUER, audience: RESOURCE, typ: 'at+jwt' })
  }
}

interface Counts {
  requests: number
  readonly refused: string[]
}

/** One client that never stops: it calls, refreshes, reads what it kept, and asks again without seeing the page. */
async function keepBusy(world: Balanced, client: Client, foreign: (token: string) => Promise<void>, load: Load) {
  const { counts } = load
  const count = (what: string, isRight: boolean): void => {
    counts.requests++
    if (!isRight) counts.refused.push(what)
  }
  let { tokens } = client
  const handle = await world.next().ask<string>({ do: 'keep', token: tokens.access_token, value: client.clientId })
  while (load.running) {
    count('call', (await world.call(tokens.access_token)) === 200)
    await foreign(tokens.access_token).catch((error: unknown) => counts.refused.push(String(error)))
    const kept = await world.next().ask<unknown>({ do: 'fetch', token: tokens.access_token, handle })
    count('handle', kept === client.clientId)
    const answer = await refresh(world, client.clientId, tokens.refresh_token)
    count(`refresh ${String(answer.status)}`, answer.status === 200)
    tokens = (await answer.json()) as TokenResponse
    load.kids.add(decodeProtectedHeader(tokens.access_token).kid ?? '')
    const again = await client.browser.get(authorizeUrl({ client_id: client.clientId }))
    count(`authorize ${String(again.status)}`, again.status === 303)
    if (again.status === 303) {
      const back = await client.browser.login(again, client.person)
      count(`login ${String(back.status)}`, back.headers.get('location')?.includes('code=') === true)
    }
  }
  return { ...client, tokens, handle }
}

interface Load {
  running: boolean
  readonly counts: Counts
  readonly kids: Set<string>
}

it('rotates every key under load in two processes, and refuses no valid request [AS-62] [F-06] [F-02]', async () => {
  const [database, keyPath] = [join(folder(), 'store.db'), join(folder(), 'keys.json')]
  const first: KeyFile = await generateKeySet()
  writeFileSync(keyPath, JSON.stringify(first), { mode: 0o600 })
  const kidOf = (purpose: string) => first.keys.find((key) => key.purpose === purpose)?.kid ?? ''
  const members = [await startMember(database, keyPath, RELOAD_MS), await startMember(database, keyPath, RELOAD_MS)]
  const world = balanced(members)
  const foreign = await foreignVerifier(world)
  const people = Array.from({ length: CLIENTS }, (_, index) => `person-${String(index)}`)
  const clients = await Promise.all(people.map(async (person) => ({ ...(await connect(world, {}, person)), person })))
  // Left alone until the end: what it holds was all made with the first keys.
  const idle = await connect(world, {}, 'idle')
  const idleCookie = cookieOf(idle)

  const load: Load = { running: true, counts: { requests: 0, refused: [] }, kids: new Set() }
  const busy = clients.map((client) => keepBusy(world, client, foreign, load))
  await pause(1_000)
  expect(await sallyport('rotate', '--file', keyPath, '--lead', LEAD)).toMatchObject({ code: 0 })
  await pause(8_000)
  expect([...load.kids]).toHaveLength(2)
  // The old keys are still accepted: from whoever comes back late.
  expect(await world.call(idle.tokens.access_token)).toBe(200)
  await foreign(idle.tokens.access_token)
  expect((await idle.browser.get(authorizeUrl({ client_id: idle.clientId }), { cookie: idleCookie })).status).toBe(303)

  // Everything in the store moves to the new vault and sealing keys, while the load goes on.
  const swept = await world.next().ask<{ failed: number; keysInUse: string[] }>({ do: 'reencrypt' })
  expect(swept.failed).toBe(0)
  for (const purpose of ['vault', 'sealing']) expect(swept.keysInUse).not.toContain(kidOf(purpose))
  await pause(1_000)
  for (const purpose of KEY_PURPOSES) {
    expect(await sallyportHere('retire', '--file', keyPath, kidOf(purpose))).toBe(1)
  }
  load.running = false
  const ended = await Promise.all(busy)
  expect(load.counts.refused).toEqual([])
  expect(load.counts.requests).toBeGreaterThan(200)

  for (const purpose of KEY_PURPOSES) {
    expect(await sallyportHere('retire', '--file', keyPath, kidOf(purpose), '--unsafely-log-people-out')).toBe(0)
  }
  await Promise.all(members.map((member) => member.ask({ do: 'reloadKeys' })))
  // What the old keys made is refused by both processes.
  for (const _member of members) {
    expect(await world.call(idle.tokens.access_token)).toBe(401)
    expect(await errorOf(await refresh(world, idle.clientId, idle.tokens.refresh_token))).toBe('invalid_grant')
    const page = await world.browser().get(authorizeUrl({ client_id: idle.clientId }), { cookie: idleCookie })
    expect(page.status).toBe(200)
  }
  await pause(JWKS_CACHE_MS + 100)
  await expect(foreign(idle.tokens.access_token)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  // And everybody else goes on.
  for (const { tokens, clientId, handle } of ended) {
    expect(await world.call(tokens.access_token)).toBe(200)
    expect(await world.next().ask({ do: 'fetch', token: tokens.access_token, handle })).toBe(clientId)
    expect((await refresh(world, clientId, tokens.refresh_token)).status).toBe(200)
  }
}, 90_000)
