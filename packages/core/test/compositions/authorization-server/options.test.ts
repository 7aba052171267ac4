import { expect, it } from 'vitest'
import { world } from './harness.js'

it.each([
  ['http on a public host', 'http://notes.example'],
  ['http on this machine without the switch', 'http://127.0.0.1:3000'],
  ['a trailing slash', 'https://notes.example/'],
  ['a query', 'https://notes.example?x=1'],
  ['a fragment', 'https://notes.example#x'],
])('refuses to start with an issuer with %s [AS-05] [AS-03]', async (_case, issuer) => {
  await expect(world({ server: { issuer } })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
})

it('starts with an http issuer on this machine when told so [AS-05]', async () => {
  const issuer = 'http://127.0.0.1:3000'
  const { server } = await world({ server: { issuer, unsafelyAllowHttpLoopback: true } })
  expect(server.metadata.token_endpoint).toBe('http://127.0.0.1:3000/token')
})

const resource = 'https://notes.example/mcp'

it.each([
  ['no resource', { resources: [] }],
  ['a resource with a fragment', { resources: [{ resource: `${resource}#x`, scopes: [] }] }],
  [
    'one resource in two spellings',
    {
      resources: [
        { resource, scopes: [] },
        { resource, scopes: [] },
      ],
    },
  ],
  ['offline_access among the scopes of a resource', { resources: [{ resource, scopes: ['offline_access'] }] }],
  ['a scope with a quote', { resources: [{ resource, scopes: ['a"b'] }] }],
  ['a default scope that nobody defined', { resources: [{ resource, scopes: ['a'], defaultScopes: ['b'] }] }],
  ['an unknown option', { strictRefesh: true }],
])('refuses to start with %s', async (_case, server) => {
  await expect(world({ server: server as never })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
})
