import { afterAll, beforeAll, it } from 'vitest'
import { expectOneChain } from '../../core/test/support/processes/expect-one-chain.js'
import { expectOneWinner, expectRising } from '../../core/test/support/processes/expect-one-winner.js'
import { redisStore } from '../src/index.js'
import { ioredis, type TestClient } from './support/clients.js'
import { startServer, type TestServer } from './support/server.js'

const RACER = new URL('./support/racer.ts', import.meta.url)
const PRESENTER = new URL('./support/presenter.ts', import.meta.url)
const COUNT = 200

let server: TestServer
let connected: TestClient
beforeAll(async () => {
  server = await startServer()
  connected = await ioredis(server.port)
})
afterAll(async () => {
  await connected.close()
  await server.dispose()
})

it('lets one of three processes win each put, take, swap and token [F-09] [F-40] [F-92]', async () => {
  const store = redisStore({ client: connected.client })
  const racers = ['ioredis', 'redis', 'ioredis'].map((kind, i) => [kind, String(server.port), `r${i}`, String(COUNT)])
  expectRising(await expectOneWinner({ open: () => store, program: RACER, racers, count: COUNT }))
})

it('two processes redeem a code once between them, end its grant, and leave one chain of a refresh token [F-05] [AS-31] [AS-56]', async () => {
  const store = redisStore({ client: connected.client })
  await expectOneChain(store, PRESENTER, String(server.port))
})
