import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import {
  CreateTaskResultSchema,
  InMemoryTaskMessageQueue,
  InMemoryTaskStore,
} from '@modelcontextprotocol/sdk/experimental/tasks'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import {
  CallToolResultSchema,
  ListToolsResultSchema,
  TaskStatusNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { expect, onTestFinished } from 'vitest'
import { wrapServer, type SdkGuard } from '../../../src/host/sdk/index.js'

/** Task stores do not know users: whoever names a task gets it, unless somebody stands in front. */
export function taskStore(): InMemoryTaskStore {
  const store = new InMemoryTaskStore()
  onTestFinished(() => store.cleanup())
  return store
}

/** A server of SDK v1 with its experimental tasks. `brew` is done at once, `steep` waits for its end. */
export function teaServer(store: InMemoryTaskStore, guard?: SdkGuard): McpServer {
  const capabilities = { tools: {}, tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } }
  const taskMessageQueue = new InMemoryTaskMessageQueue()
  const server = new McpServer({ name: 'tea', version: '1' }, { capabilities, taskStore: store, taskMessageQueue })
  for (const [name, done] of Object.entries({ brew: true, steep: false })) {
    server.experimental.tasks.registerToolTask(
      name,
      { execution: { taskSupport: 'required' } },
      {
        createTask: async ({ taskStore, authInfo }) => {
          const task = await taskStore.createTask({ ttl: 60_000, pollInterval: 1 })
          const text = `tea of ${String(authInfo?.extra?.['subject'])}`
          if (done) await taskStore.storeTaskResult(task.taskId, 'completed', { content: [{ type: 'text', text }] })
          return { task }
        },
        getTask: ({ taskStore, taskId }) => taskStore.getTask(taskId),
        getTaskResult: async ({ taskStore, taskId }) => (await taskStore.getTaskResult(taskId)) as { content: [] },
      },
    )
  }
  return guard ? wrapServer(server, guard) : server
}

/** A genuine client, and what it hears of tasks. */
export interface Drinker {
  readonly client: Client
  readonly heard: string[]
}

export function drinker(): Drinker {
  const client = new Client({ name: 'c', version: '1' }, { capabilities: { tasks: {} } })
  const heard: string[] = []
  client.setNotificationHandler(TaskStatusNotificationSchema, ({ params }) => void heard.push(params.taskId))
  onTestFinished(() => client.close())
  return { client, heard }
}

/** Every message carries this caller, as the transports for HTTP see to it. */
export async function connect(server: McpServer, authInfo: AuthInfo): Promise<Drinker> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  const send = ours.send.bind(ours)
  ours.send = (message, options) => send(message, { ...options, authInfo })
  await server.connect(theirs)
  const who = drinker()
  await who.client.connect(ours)
  return who
}

export async function create({ client }: Drinker, name: 'brew' | 'steep' = 'brew'): Promise<string> {
  const params = { name, task: { ttl: 60_000 } }
  return (await client.request({ method: 'tools/call', params }, CreateTaskResultSchema)).task.taskId
}

/** Every page of a list. */
export async function listed({ client }: Drinker): Promise<{ ids: string[]; cursors: string[] }> {
  const ids: string[] = []
  const cursors: string[] = []
  for (;;) {
    const { tasks, nextCursor } = await client.experimental.tasks.listTasks(cursors.at(-1))
    ids.push(...tasks.map(({ taskId }) => taskId))
    if (nextCursor === undefined) return { ids, cursors }
    cursors.push(nextCursor)
  }
}

export type Reach = (who: Drinker, taskId: string) => Promise<unknown>

/** Every way to reach for a task whose id one knows. */
export const REACHES: readonly (readonly [string, Reach])[] = [
  ['tasks/get', ({ client }, id) => client.experimental.tasks.getTask(id)],
  ['tasks/result', ({ client }, id) => client.experimental.tasks.getTaskResult(id, CallToolResultSchema)],
  ['tasks/cancel', ({ client }, id) => client.experimental.tasks.cancelTask(id)],
  [
    'a message that claims to belong to one',
    ({ client }, taskId) => {
      const _meta = { 'io.modelcontextprotocol/related-task': { taskId } }
      return client.request({ method: 'tools/list', params: { _meta } }, ListToolsResultSchema)
    },
  ],
]

export async function refusalOf(reached: Promise<unknown>): Promise<unknown> {
  const error: unknown = await reached.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toMatchObject({ code: -32602 })
  return (error as Error).message
}
