import { expect, it } from 'vitest'
import { clientsWorld, PUBLIC } from './harness.js'

const suspicion = async (metadata: object) => {
  const { register, events } = clientsWorld({ registration: { dynamic: true, privateUseSchemes: ['cursor'] } })
  await register({ ...PUBLIC, ...metadata })
  const event = events.find(({ kind }) => kind === 'client.registered')
  return event?.kind === 'client.registered' ? event : undefined
}

it.each([
  ['a brand in front of a stranger', { client_name: 'Claude' }, 'brand_name'],
  ['a brand in Cyrillic letters', { client_name: 'Сlаudе' }, 'brand_name'],
  ['a brand in digits and spaces', { client_name: 'C h a t - G P T' }, 'brand_name'],
  ['a brand in full-width letters', { client_name: 'Ｃｕｒｓｏｒ' }, 'brand_name'],
  ['a brand with an invisible letter', { client_name: 'Git\u200bHub' }, 'brand_name'],
  ['right-to-left override', { client_name: 'Notes \u202egnp.exe' }, 'invisible_characters'],
  ['a line break', { client_name: 'Notes\nVerified by the operator' }, 'invisible_characters'],
  ['two alphabets in one word', { client_name: 'Nоtes' }, 'mixed_scripts'],
  [
    'many hosts',
    { redirect_uris: ['a', 'b', 'c', 'd'].map((name) => `https://${name}.example/cb`) },
    'many_redirect_hosts',
  ],
  ['a punycode host', { redirect_uris: ['https://xn--pple-43d.example/cb'] }, 'odd_redirect_host'],
  ['an address as host', { redirect_uris: ['https://203.0.113.9/cb'] }, 'odd_redirect_host'],
  ['an address in the name', { client_name: 'Go to https://evil.example' }, 'address_in_name'],
  ['a page of somebody else', { client_uri: 'https://claude.ai/' }, 'foreign_client_uri'],
])('registers %s and flags it in the audit log [F-12]', async (_case, metadata, pattern) => {
  expect(await suspicion(metadata)).toMatchObject({
    outcome: 'allowed',
    requestId: 'req-1',
    address: '203.0.113.7',
    suspicious: expect.arrayContaining([pattern]),
  })
})

it.each([
  ['an ordinary client', { client_name: 'Notizen für Übermorgen' }],
  ['a name in one foreign alphabet', { client_name: 'Заметки' }],
  ['a brand on its own domain', { client_name: 'Claude', redirect_uris: ['https://claude.ai/api/mcp/auth_callback'] }],
  ['a brand on this machine', { client_name: 'Visual Studio Code', redirect_uris: ['http://127.0.0.1:33418/'] }],
  ['a brand with its own scheme', { client_name: 'Cursor', redirect_uris: ['cursor://anysphere.cursor-mcp/cb'] }],
  [
    'a page on its own domain',
    {
      client_uri: 'https://www.client.example/about',
      redirect_uris: ['https://client.example/cb', 'https://www.client.example/cb'],
    },
  ],
])('sees nothing suspicious in %s [F-12]', async (_case, metadata) => {
  expect((await suspicion(metadata))?.suspicious).toEqual([])
})

it('names the hosts that codes go to [F-12]', async () => {
  const redirect_uris = [
    'https://client.example/cb',
    'https://client.example/cb2',
    'http://localhost:1/cb',
    'cursor://x/cb',
  ]
  expect((await suspicion({ redirect_uris }))?.redirectHosts).toEqual(['client.example', 'localhost:1', 'cursor:'])
})
