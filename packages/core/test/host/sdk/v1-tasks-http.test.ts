import { randomUUID } from 'node:crypto'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { expect, it } from 'vitest'
import { create, drinker, listed, REACHES, refusalOf, taskStore, teaServer } from './tasks-support.js'
import { serve, testGuard } from './support.js'

async function over(url: URL, name: 'alice' | 'mallory') {
  const who = drinker()
  const requestInit = { headers: { authorization: `Bearer ${name}` } }
  const transport = new StreamableHTTPClientTransport(url, { requestInit })
  await who.client.connect(transport)
  return who
}

/** A server for each request, as on several nodes: sessions hold nobody off a task there. */
async function withoutSessions(guarded: boolean) {
  const { sallyport } = testGuard()
  const store = taskStore()
  const url = await serve(async (request, response) => {
    const transport = new StreamableHTTPServerTransport({})
    await teaServer(store, guarded ? sallyport : undefined).connect(transport)
    await transport.handleRequest(request, response)
  })
  return { store, asAlice: await over(url, 'alice'), asBob: await over(url, 'mallory') }
}

it('opens a task to whoever names it over HTTP without the guard: the control [TL-26]', async () => {
  const { asAlice, asBob } = await withoutSessions(false)
  const taskId = await create(asAlice, 'steep')
  expect((await listed(asBob)).ids).toEqual([taskId])
  expect(await asBob.client.experimental.tasks.cancelTask(taskId)).toMatchObject({ status: 'cancelled' })
})

it('keeps a task to its creator over HTTP, on servers that come and go [TL-26] [TL-27] [F-34]', async () => {
  const { asAlice, asBob, store } = await withoutSessions(true)
  const [brewed, steeping] = [await create(asAlice), await create(asAlice, 'steep')]
  for (const taskId of [brewed, steeping]) {
    for (const [, reach] of REACHES) {
      const foreign = await refusalOf(reach(asBob, taskId))
      expect(foreign).toBe(await refusalOf(reach(asBob, randomUUID())))
    }
  }
  expect((await listed(asBob)).ids).toEqual([])
  expect((await listed(asAlice)).ids).toEqual([brewed, steeping])
  expect(await store.getTask(steeping)).toMatchObject({ status: 'working' })
  const { tasks } = asAlice.client.experimental
  expect(await tasks.getTaskResult(brewed, CallToolResultSchema)).toMatchObject({ content: [{ text: 'tea of alice' }] })
  expect(await tasks.cancelTask(steeping)).toMatchObject({ status: 'cancelled' })
})

it('binds 50 tasks that two people create at once over HTTP to the right one [TL-26]', async () => {
  const { asAlice, asBob } = await withoutSessions(true)
  const people = Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? asAlice : asBob))
  const ids = await Promise.all(people.map((who) => create(who)))
  const of = (person: typeof asAlice) => ids.filter((_, at) => people[at] === person).sort()
  expect((await listed(asAlice)).ids.sort()).toEqual(of(asAlice))
  expect((await listed(asBob)).ids.sort()).toEqual(of(asBob))
})
