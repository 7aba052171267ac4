import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { PROCESS_HEADER, startBalancer } from '../src/deployment/balancer.js'
import { freePorts } from '../src/deployment/ports.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function backend(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close().closeAllConnections())
  return (server.address() as AddressInfo).port
}

const named = (name: string) => backend((_request, response) => response.end(name))

async function balance(...ports: readonly number[]): Promise<string> {
  const balancer = await startBalancer(ports)
  closing.push(() => balancer.close())
  return balancer.origin
}

it('asks one process after the other, and says which', async () => {
  const origin = await balance(await named('a'), await named('b'))
  const answers = [await fetch(origin), await fetch(origin), await fetch(origin)]
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['a', 'b', 'a'])
  expect(answers.map((answer) => answer.headers.get(PROCESS_HEADER))).toEqual(['0', '1', '0'])
})

it('asks the one that is wanted, and only that one', async () => {
  const [nobody = 0] = await freePorts(1)
  const origin = await balance(await named('a'), await named('b'), nobody)
  const wanting = (place: string) => fetch(origin, { headers: { [PROCESS_HEADER]: place } })
  expect(await (await wanting('1')).text()).toBe('b')
  expect(await (await wanting('1')).text()).toBe('b')
  await expect(wanting('2')).rejects.toThrow()
})

it('passes by a process that does not listen', async () => {
  const [nobody = 0] = await freePorts(1)
  const origin = await balance(nobody, await named('b'))
  const answers = await Promise.all([1, 2, 3, 4].map(async () => (await fetch(origin)).text()))
  expect(answers).toEqual(['b', 'b', 'b', 'b'])
})

it('never asks twice once something was sent: the answer is lost for its client, too', async () => {
  let asked = 0
  const deaf: RequestListener = (request) => {
    asked++
    request.socket.destroy()
  }
  const origin = await balance(await backend(deaf), await backend(deaf))
  await expect(fetch(origin, { method: 'POST', body: 'x' })).rejects.toThrow()
  expect(asked).toBe(1)
})

it('passes on method, path, body and headers both ways', async () => {
  const port = await backend((request, response) => {
    request.setEncoding('utf8').once('data', (body: string) => {
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response
        .writeHead(418)
        .end(`${String(request.method)} ${String(request.url)} ${body} ${String(request.headers['x-one'])}`)
    })
  })
  const answer = await fetch(`${await balance(port)}/p?q=1`, { method: 'PUT', body: 'hi', headers: { 'x-one': '1' } })
  expect([answer.status, await answer.text()]).toEqual([418, 'PUT /p?q=1 hi 1'])
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})
