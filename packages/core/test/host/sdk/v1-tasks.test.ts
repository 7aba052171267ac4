import { randomBytes } from 'node:crypto'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { wrapServer } from '../../../src/host/sdk/index.js'
import { connect, create, listed, REACHES, refusalOf, taskStore, teaServer, type Drinker } from './tasks-support.js'
import { alice, authInfoFor, mallory as bob, testGuard } from './support.js'

async function twoServers(guarded = true) {
  const { sallyport, reasons } = testGuard()
  const store = taskStore()
  const servers = [alice, bob].map(() => teaServer(store, guarded ? sallyport : undefined))
  const [first, second] = servers
  if (!first || !second) throw new Error('unreachable')
  const [asAlice, asBob] = [await connect(first, alice), await connect(second, bob)]
  const join = (authInfo: typeof alice) => connect(teaServer(store, sallyport), authInfo)
  return { store, reasons, servers, asAlice, asBob, join }
}

describe('tasks of SDK v1 in a store that servers share', () => {
  it('are open to whoever names them without the guard: the control [TL-26]', async () => {
    const { asAlice, asBob } = await twoServers(false)
    const [brewed, steeping] = [await create(asAlice), await create(asAlice, 'steep')]
    const { tasks } = asBob.client.experimental
    expect(await tasks.getTask(brewed)).toMatchObject({ taskId: brewed })
    expect(await tasks.getTaskResult(brewed, CallToolResultSchema)).toMatchObject({
      content: [{ text: 'tea of alice' }],
    })
    expect((await listed(asBob)).ids).toEqual([brewed, steeping])
    expect(await tasks.cancelTask(steeping)).toMatchObject({ status: 'cancelled' })
  })

  it.each(REACHES)(
    'are unknown to others who send %s, as ids that never were [TL-26] [TL-27] [F-34]',
    async (_, reach) => {
      const { asAlice, asBob, store, reasons } = await twoServers()
      for (const tool of ['brew', 'steep'] as const) {
        const taskId = await create(asAlice, tool)
        const before = await store.getTask(taskId)
        const foreign = await refusalOf(reach(asBob, taskId))
        for (const guess of [randomBytes(16).toString('hex'), taskId.toUpperCase(), '', '__proto__', `${taskId} `]) {
          expect(await refusalOf(reach(asBob, guess))).toBe(foreign)
        }
        expect(foreign).not.toContain(taskId)
        expect(await store.getTask(taskId)).toEqual(before)
      }
      expect(new Set(reasons())).toEqual(new Set(['task_foreign']))
    },
  )

  it('do all that their creator asks, also from another session and with another token [TL-26]', async () => {
    const { asAlice, join } = await twoServers()
    const [brewed, steeping] = [await create(asAlice), await create(asAlice, 'steep')]
    const later = await join(authInfoFor({ subject: 'alice', tokenId: 'refreshed' }))
    for (const who of [asAlice, later]) {
      const { tasks } = who.client.experimental
      expect(await tasks.getTask(brewed)).toMatchObject({ status: 'completed' })
      expect(await tasks.getTaskResult(brewed, CallToolResultSchema)).toMatchObject({
        content: [{ text: 'tea of alice' }],
      })
      expect((await listed(who)).ids).toEqual([brewed, steeping])
    }
    expect(await later.client.experimental.tasks.cancelTask(steeping)).toMatchObject({ status: 'cancelled' })
  })

  it.each([
    ['another client of the same person', authInfoFor({ subject: 'alice', clientId: 'c2' })],
    ['the same subject of another issuer', authInfoFor({ subject: 'alice', issuer: 'https://other.example' })],
  ])('are unknown to %s [TL-26] [TL-27]', async (_case, authInfo) => {
    const { asAlice, join } = await twoServers()
    const taskId = await create(asAlice)
    const other = await join(authInfo)
    for (const [, reach] of REACHES) await refusalOf(reach(other, taskId))
    expect((await listed(other)).ids).toEqual([])
  })

  it('are listed to their creator alone, and no page names those of others [TL-26] [F-34]', async () => {
    const { asAlice, asBob } = await twoServers()
    const ids = { alice: [] as string[], bob: [] as string[] }
    for (let at = 0; at < 15; at++) {
      ids.bob.push(await create(asBob))
      ids.alice.push(await create(asAlice))
    }
    const seen = await listed(asBob)
    expect(seen.ids).toEqual(ids.bob)
    expect(seen.cursors).toHaveLength(2)
    for (const cursor of seen.cursors) expect(ids.alice).not.toContain(cursor)
    expect((await listed(asAlice)).ids).toEqual(ids.alice)
  })

  it('have pages that mean something to the one who lists alone [TL-26] [F-34]', async () => {
    const { asAlice, asBob, store, reasons } = await twoServers()
    const ids: string[] = []
    for (let at = 0; at < 11; at++) ids.push(await create(asAlice))
    const [cursor = ''] = (await listed(asAlice)).cursors
    const lists = (who: Drinker, from?: string) => who.client.experimental.tasks.listTasks(from)
    const unknown = await refusalOf(lists(asBob, 'never-issued'))
    for (const foreign of [cursor, ids[9], ids[0], '__proto__']) {
      expect(await refusalOf(lists(asBob, foreign))).toBe(unknown)
    }
    expect(new Set(reasons())).toEqual(new Set(['task_foreign']))
    expect((await lists(asAlice, cursor)).tasks.map(({ taskId }) => taskId)).toEqual([ids[10]])
    store.cleanup()
    expect(await refusalOf(lists(asAlice, cursor))).toBe(unknown)
  })

  it('are no matter of servers without them: there is no such method [TL-26]', async () => {
    const { sallyport } = testGuard()
    const server = wrapServer(new McpServer({ name: 's', version: '1' }, { capabilities: { tools: {} } }), sallyport)
    const { client } = await connect(server, alice)
    await expect(client.experimental.tasks.listTasks()).rejects.toMatchObject({ code: -32601 })
  })

  it('keep 50 at once apart by who created them [TL-26]', async () => {
    const { asAlice, asBob } = await twoServers()
    const people = Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? asAlice : asBob))
    const ids = await Promise.all(people.map((who) => create(who)))
    expect(new Set(ids).size).toBe(50)
    await Promise.all(
      ids.map(async (taskId, at) => {
        const [owner, other] = people[at] === asAlice ? [asAlice, asBob] : [asBob, asAlice]
        const text = owner === asAlice ? 'tea of alice' : 'tea of mallory'
        expect(await owner.client.experimental.tasks.getTaskResult(taskId, CallToolResultSchema)).toMatchObject({
          content: [{ text }],
        })
        for (const [, reach] of REACHES) await refusalOf(reach(other, taskId))
      }),
    )
    expect((await listed(asAlice)).ids.sort()).toEqual(ids.filter((_, at) => at % 2 === 0).sort())
  })

  it.each([
    ['reach everybody without the guard: the control', false],
    ['reach their creator alone', true],
  ])('send news that %s [TL-26] [F-34]', async (_case, guarded) => {
    const { asAlice, asBob, servers, store } = await twoServers(guarded)
    const taskId = await create(asAlice, 'steep')
    const task = await store.getTask(taskId)
    for (const { server } of servers)
      await server.notification({ method: 'notifications/tasks/status', params: { ...task } })
    await Promise.all([asAlice.client.ping(), asBob.client.ping()])
    expect(asAlice.heard).toEqual([taskId])
    expect(asBob.heard).toEqual(guarded ? [] : [taskId])
  })
})
