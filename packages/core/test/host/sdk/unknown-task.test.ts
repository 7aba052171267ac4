import { expect, it } from 'vitest'
import { unknownTask } from '../../../src/host/sdk/unknown-task.js'

const TASKS = 'io.modelcontextprotocol/tasks'

function message(method: string, options: { readonly modern: boolean; readonly capabilities?: unknown }): object {
  const { capabilities = {} } = options
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  }
  return { jsonrpc: '2.0', id: 1, method, params: { taskId: 't', ...(options.modern && { _meta: envelope }) } }
}

const declared = { extensions: { [TASKS]: {} } }

it.each(['tasks/get', 'tasks/update', 'tasks/cancel'])('%s of a foreign task is a task not found [TL-27]', (method) => {
  expect(unknownTask(message(method, { modern: true, capabilities: declared })).code).toBe(-32602)
  expect(unknownTask(message(method, { modern: false })).code).toBe(-32602)
})

it.each([undefined, null, {}, { extensions: null }, { extensions: {} }, { extensions: 'all' }, { tasks: {} }])(
  'tells a client that declares %j which extension it lacks, before any task is looked for [TL-27] [ST-46]',
  (capabilities) => {
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
      expect(unknownTask(message(method, { modern: true, capabilities }))).toMatchObject({
        code: -32021,
        data: { requiredCapabilities: { extensions: { [TASKS]: {} } } },
      })
    }
  },
)

it.each(['tasks/result', 'tasks/list', 'tasks/'])(
  '%s is gone in 2026-07-28, and no task answers it [TL-27]',
  (method) => {
    expect(unknownTask(message(method, { modern: true, capabilities: declared })).code).toBe(-32601)
    expect(unknownTask(message(method, { modern: true })).code).toBe(-32601)
  },
)

it('keeps tasks/result for the revision that has it [TL-26]', () => {
  expect(unknownTask(message('tasks/result', { modern: false })).code).toBe(-32602)
})

it.each(['tools/call', 'resources/read'])(
  'takes the task that %s claims to belong to for not found [TL-26]',
  (method) => {
    expect(unknownTask(message(method, { modern: true })).code).toBe(-32602)
  },
)
