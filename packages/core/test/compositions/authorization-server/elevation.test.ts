import { expect, it } from 'vitest'
import { FIRST_PARTY, world, type World } from './harness.js'
import { approve, codeFor, connect, redeem, register } from './steps.js'
import { locationOf } from './browser.js'

const elevations = ({ events }: World) => events.filter(({ kind }) => kind === 'scope.elevated')

it('records that a client comes back for more: who, what was asked for, what was given, in which request [RS-67]', async () => {
  const w = await world()
  const { clientId } = await connect(w, { scope: 'notes:read' })
  expect(elevations(w)).toEqual([])
  const scope = 'notes:read notes:write notes:erase offline_access'
  const code = await codeFor(w.browser(), { client_id: clientId, scope })
  const [event, ...others] = elevations(w)
  expect(others).toEqual([])
  const login = w.events.findLast(({ kind }) => kind === 'login.succeeded')
  const issued = w.events.findLast(({ kind }) => kind === 'code.issued')
  expect(event).toEqual({
    kind: 'scope.elevated',
    outcome: 'allowed',
    requestId: login?.requestId,
    userIssuer: 'https://login.example',
    subject: login?.subject,
    clientId,
    resource: 'https://notes.example/mcp',
    grantId: issued?.grantId,
    requested: ['notes:erase', 'notes:read', 'notes:write', 'offline_access'],
    granted: ['notes:read', 'notes:write'],
  })
  expect((await redeem(w, clientId, code)).status).toBe(200)
})

it.each([
  ['the same again', 'notes:read notes:write', {}],
  ['less', 'notes:read', {}],
  ['what is unknown besides', 'notes:read notes:erase', {}],
  ['another resource for the first time', 'admin', { resource: 'https://notes.example/admin' }],
])('calls it no elevation to ask for %s [RS-67]', async (_case, scope, parameters) => {
  const w = await world()
  const { clientId } = await connect(w, { scope: 'notes:read notes:write' })
  await codeFor(w.browser(), { client_id: clientId, scope, ...parameters })
  expect(elevations(w)).toEqual([])
})

it('looks at this person and this client only [RS-67]', async () => {
  const w = await world()
  const { clientId } = await connect(w, { scope: 'notes:read' })
  await codeFor(w.browser(), { client_id: clientId, scope: 'notes:write' }, 'bob')
  await codeFor(w.browser(), { client_id: await register(w), scope: 'notes:write' })
  expect(elevations(w)).toEqual([])
})

it('sees it where no page was shown as well, and not when the person said no [RS-67]', async () => {
  const w = await world()
  const parameters = { client_id: FIRST_PARTY.client_id, redirect_uri: FIRST_PARTY.redirect_uris[0] }
  const browser = w.browser()
  const visit = async (scope: string) => {
    const query = new URLSearchParams({
      ...parameters,
      scope,
      response_type: 'code',
      code_challenge: 'A'.repeat(43),
      code_challenge_method: 'S256',
    })
    return browser.get(`https://notes.example/authorize?${query.toString()}`)
  }
  await browser.login(await visit('notes:read'), 'alice')
  await browser.comeBack(await visit('notes:read notes:write'), { error: 'access_denied' })
  expect(elevations(w)).toEqual([])
  await browser.login(await visit('notes:read notes:write'), 'alice')
  expect(elevations(w)).toMatchObject([{ granted: ['notes:read', 'notes:write'] }])
})

it('notes no more of a request than a log should hold [RS-67]', async () => {
  const w = await world()
  const { clientId } = await connect(w, { scope: 'notes:read' })
  const many = Array.from({ length: 100 }, (_, i) => `x${i}`).join(' ')
  const response = await approve(w.browser(), { client_id: clientId, scope: `notes:write ${'y'.repeat(2000)} ${many}` })
  expect(locationOf(response).searchParams.has('code')).toBe(true)
  const [event] = elevations(w)
  if (event?.kind !== 'scope.elevated') throw new Error('not recorded')
  expect(event.requested.length).toBeLessThanOrEqual(32)
  expect(event.requested.every(({ length }) => length <= 128)).toBe(true)
})
