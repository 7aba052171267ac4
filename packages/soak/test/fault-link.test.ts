import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { startFaultLink, type FaultLink } from '../src/deployment/fault-link.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A store that answers everything with the same in capitals, behind a link. */
async function start(): Promise<{
  link: FaultLink
  heard: string[]
  client: Socket
  ask: (text: string) => Promise<string>
}> {
  const heard: string[] = []
  const store = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (data) => {
        heard.push(data.toString())
        socket.write(data.toString().toUpperCase())
      })
  }).listen(0, '127.0.0.1')
  await once(store, 'listening')
  closing.push(() => store.close())
  const link = await startFaultLink({ port: (store.address() as AddressInfo).port })
  closing.push(() => link.close())
  const client = connect(link.port, '127.0.0.1').on('error', () => undefined)
  closing.push(() => client.destroy())
  const ask = async (text: string): Promise<string> => {
    client.write(text)
    const [answer] = (await Promise.race([once(client, 'data'), once(client, 'close').then(() => ['closed'])])) as [
      unknown,
    ]
    return String(answer)
  }
  return { link, heard, client, ask }
}

it('passes everything on', async () => {
  const { ask } = await start()
  expect([await ask('get a'), await ask('get b')]).toEqual(['GET A', 'GET B'])
})

it('makes a round trip longer, keeps the order, and is quick again', async () => {
  const { ask, client, link } = await start()
  await ask('warm')
  link.setDelay(200)
  const beganMs = performance.now()
  expect(await ask('slow')).toBe('SLOW')
  expect(performance.now() - beganMs).toBeGreaterThan(190)
  let all = ''
  client.on('data', (data) => (all += data.toString()))
  const sent = Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x41 + i)).join('')
  for (const [place, letter] of Array.from(sent).entries()) {
    link.setDelay(place % 2 === 0 ? 50 : 0)
    client.write(letter)
    await setTimeout(3)
  }
  while (all.length < sent.length) await once(client, 'data')
  expect(all).toBe(sent.toUpperCase())
})

it('cuts what is connected, and lets connect anew', async () => {
  const { ask, client, link } = await start()
  await ask('connected')
  const closed = once(client, 'close')
  link.cut()
  await closed
  const next = connect(link.port, '127.0.0.1')
  closing.push(() => next.destroy())
  next.write('again')
  expect(String(await once(next, 'data'))).toBe('AGAIN')
})

it('lets a request reach the store, and loses the answer', async () => {
  const { ask, heard, link } = await start()
  link.loseAnswers(true)
  expect(await ask('incr a')).toBe('closed')
  expect(heard).toEqual(['incr a'])
})
