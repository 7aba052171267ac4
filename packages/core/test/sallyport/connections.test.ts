import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'
import { ConfigError, StoreError } from '../../src/errors/index.js'
import { memoryStore } from '../../src/store/index.js'
import {
  clientsOn,
  CONNECTIONS,
  look,
  NAVIGATION,
  press,
  signIn,
} from '../compositions/authorization-server/connections-steps.js'
import { ISSUER } from '../compositions/authorization-server/harness.js'
import { authorizeUrl, connect } from '../compositions/authorization-server/steps.js'
import { deployment, type WholeDeployment } from './deployment.js'
import { facts } from './support.js'

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
}

/** Opens a session of MCP, and returns the status that a call in it gets. */
async function openSession({ sallyport }: WholeDeployment, token: string, id: string): Promise<() => Promise<number>> {
  const gate = sallyport.gate('default')
  const authorization = `Bearer ${token}`
  const admitted = await gate.admit(facts({ authorization }))
  if (!admitted.allowed) throw new Error(String(admitted.reply.status))
  await gate.authorize(admitted, INITIALIZE)
  await gate.answering(admitted, { status: 200, sessionId: id })
  return async () => {
    const headers = { authorization, 'mcp-session-id': id, 'mcp-protocol-version': '2025-06-18' }
    const again = await gate.admit(facts(headers))
    if (!again.allowed) return again.reply.status
    const decision = await gate.authorize(again, { jsonrpc: '2.0', id: 2, method: 'tools/list' })
    return decision.allowed ? 200 : decision.reply.status
  }
}

it('shows the real sessions of a client, ends one at once, and says nothing that opens it [F-30]', async () => {
  const d = deployment()
  const { tokens } = await connect(d)
  const [one, other] = ['first-session-0123456789-0123456789', 'other-session-0123456789-0123456789']
  const calls = [await openSession(d, tokens.access_token, one), await openSession(d, tokens.access_token, other)]
  expect(await Promise.all(calls.map((call) => call()))).toEqual([200, 200])
  const browser = d.browser()
  const html = await signIn(browser)
  const ids = [...html.matchAll(/name="end_session"\s+value="([^"]+)"/g)].map(([, id = '']) => id)
  expect(ids).toHaveLength(2)
  for (const id of [one, other]) expect(html).not.toContain(id)
  await press(browser, html, { end_session: ids[0] ?? '' })
  expect((await Promise.all(calls.map((call) => call()))).sort()).toEqual([200, 404])
  expect(await d.call(tokens.access_token)).toBe(200)
})

it('ends nobody else’s session, whose name is known [F-30]', async () => {
  const d = deployment()
  const alice = await connect(d)
  const call = await openSession(d, alice.tokens.access_token, 'first-session-0123456789-0123456789')
  const [, id = ''] = /name="end_session"\s+value="([^"]+)"/.exec(await signIn(d.browser())) ?? []
  const bob = d.browser()
  const response = await press(bob, await signIn(bob, 'bob'), { end_session: id })
  expect(response.headers.get('location')).toBe(CONNECTIONS)
  expect(await call()).toBe(200)
  expect(d.events).toContainEqual(expect.objectContaining({ kind: 'connection.refused', reason: 'connection_unknown' }))
})

it.each(['person', 'client'])(
  'makes every client ask again when everything of a %s is revoked [AS-59] [PX-03]',
  async (of) => {
    const d = deployment()
    const { clientId, browser, tokens } = await connect(d)
    const { sub = '' } = decodeJwt(tokens.access_token)
    const request = authorizeUrl({ client_id: clientId })
    expect((await browser.get(request)).status).toBe(303)
    expect(await d.sallyport.revoke(of === 'person' ? { subject: sub } : { clientId })).toBe(1)
    expect((await browser.get(request)).status).toBe(200)
    expect(await d.call(tokens.access_token)).toBe(401)
  },
)

it('signs a person out of the page when the operator revokes everything of them [F-17]', async () => {
  const d = deployment()
  const { browser, tokens } = await connect(d)
  await signIn(browser)
  await d.sallyport.revoke({ subject: decodeJwt(tokens.access_token).sub ?? '' })
  expect((await browser.get(CONNECTIONS, NAVIGATION)).status).toBe(303)
})

it('leaves an approval alone when one grant is revoked', async () => {
  const d = deployment()
  const { browser, tokens, clientId } = await connect(d)
  await d.sallyport.revoke({ grantId: String(decodeJwt(tokens.access_token)['gid']) })
  const html = await signIn(browser)
  expect(clientsOn(html)).toEqual([clientId])
  expect(html).toContain('Not connected now.')
  expect(clientsOn(await look(browser))).toEqual([clientId])
})

it('owns the path, or leaves it to the server when switched off', async () => {
  const [on, off] = [deployment(), deployment({ authorizationServer: { connections: false } })]
  expect([on.sallyport.owns('/connections'), off.sallyport.owns('/connections')]).toEqual([true, false])
  expect(await off.sallyport.handle(new Request(CONNECTIONS))).toBeUndefined()
  expect(() => deployment({ authorizationServer: { connections: 'no' as never } })).toThrow(ConfigError)
})

it('shows a page while nothing runs yet, and tells nothing of why', async () => {
  const store = memoryStore()
  const ping = () => Promise.reject(new StoreError('unavailable', 'redis://secret@10.0.0.1'))
  const response = await deployment({ store: { ...store, ping } }).sallyport.handle(
    new Request(`${ISSUER}/connections`),
  )
  expect(response?.status).toBe(503)
  expect(response?.headers.get('content-type')).toMatch(/^text\/html/)
  expect(await response?.text()).not.toContain('secret')
})
