import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'
import { connect as connectClient } from '../compositions/authorization-server/steps.js'
import { ORIGIN } from './support.js'
import { deployment } from './deployment.js'
import { modernServer } from './modern-server.js'

const textOf = (result: unknown) => (result as { content: { text: string }[] }).content[0]?.text ?? ''

it('keeps a note of Alice from Bob, who gets a tool error as for no handle at all [ST-57] [F-34]', async () => {
  const { connect } = await modernServer()
  const [alice, bob] = [await connect({ sub: 'alice' }), await connect({ sub: 'bob' })]
  const handle = textOf(await alice.callTool({ name: 'keep', arguments: { note: 'mine' } }))

  const foreign = await bob.callTool({ name: 'read', arguments: { handle } })
  const unknown = await bob.callTool({ name: 'read', arguments: { handle: 'hnd_nothing' } })

  expect(foreign).toMatchObject({ isError: true, content: [{ text: 'unknown handle' }] })
  expect(foreign.content).toEqual(unknown.content)
  expect(textOf(await alice.callTool({ name: 'read', arguments: { handle } }))).toBe('mine')
})

it('forgets it when its time is over [ST-58]', async () => {
  const { connect, advance } = await modernServer({ handles: { lifetimeMs: 60_000 } })
  const alice = await connect()
  const handle = textOf(await alice.callTool({ name: 'keep', arguments: { note: 'mine' } }))
  advance(60_000)
  expect(await alice.callTool({ name: 'read', arguments: { handle } })).toMatchObject({ isError: true })
})

const extraOf = (grantId: string, subject: string) => ({
  authInfo: {
    token: 'sallyport:x',
    clientId: 'c1',
    scopes: [],
    resource: new URL(`${ORIGIN}/mcp`),
    extra: { issuer: ORIGIN, subject, grantId, roles: [] },
  },
})

it('serves handlers of SDK v1, and ends with the grant, exactly [ST-58] [F-34]', async () => {
  const d = deployment()
  const { tokens } = await connectClient(d)
  const { sub = '', gid } = decodeJwt<{ gid: string }>(tokens.access_token)
  const extra = extraOf(gid, sub)
  const handle = await d.sallyport.handles.create(extra, 1)
  expect(await d.sallyport.handles.get(extra, handle)).toBe(1)

  await d.sallyport.revoke({ subject: sub })

  expect(await d.sallyport.handles.get(extra, handle)).toBeUndefined()
})

it('refuses handlers without a caller [ST-57]', async () => {
  const { sallyport } = deployment()
  await expect(sallyport.handles.create({}, 1)).rejects.toMatchObject({ code: 'ERR_CONFIG', option: 'protect' })
  await expect(sallyport.handles.deleteAll(undefined)).rejects.toMatchObject({ code: 'ERR_CONFIG' })
})
