import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { handleOAuth } from '../../../src/host/node/index.js'
import { createSallyport } from '../../../src/index.js'
import { options } from '../../sallyport/support.js'

it('finds the document of a resource with a query, and of no other [RS-05]', async () => {
  const resources = { one: 'https://notes.example.com/mcp?tenant=1', two: 'https://notes.example.com/mcp?tenant=2' }
  const { resource: _none, ...rest } = options()
  const sallyport = createSallyport({ ...rest, resources })
  const server = createServer((request, response) => {
    void handleOAuth(sallyport, request, response).then((answered) => answered || response.writeHead(404).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/.well-known/oauth-protected-resource/mcp`
  const found = await fetch(`${base}?tenant=2`)
  expect(await found.json()).toMatchObject({ resource: resources.two })
  expect((await fetch(base)).status).toBe(404)
  expect((await fetch(`${base}?tenant=3`)).status).toBe(404)
})
