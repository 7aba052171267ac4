import { createMcpHandler, inputRequired, McpServer } from '@modelcontextprotocol/server'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { confirmSensitive, wrapServer } from '../../../../src/host/sdk/index.js'
import { protect } from '../../../../src/host/web/index.js'
import { RESOURCE } from '../../../compositions/authorization-server/harness.js'
import { messageOf, textOf, world, type WorldOptions } from './world.js'

const WIPE = { name: 'wipe', arguments: { folder: 'old' } }

/** A sensitive tool with a question of its own, put under a name of its choice and without any state. */
async function asking(name: string, options: WorldOptions = {}) {
  const w = await world(options)
  const ran: unknown[] = []
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 's', version: '1' })
    server.registerTool('wipe', { inputSchema: z.object({ folder: z.string() }) }, (_given, ctx) => {
      const given = ctx.mcpReq.inputResponses?.[name]
      const question = inputRequired.elicit({ message: 'Which?', requestedSchema: z.object({ which: z.string() }) })
      if (given === undefined) return inputRequired({ inputRequests: { [name]: question } })
      ran.push(given)
      return { content: [{ type: 'text', text: 'wiped' }] }
    })
    return confirmSensitive(wrapServer(server, w.sallyport), { tools: { wipe: true } }, w.sallyport, w.runtime)
  })
  const { client } = await w.modernClient(
    { elicitation: { form: {} } },
    ({ message }) => {
      const content: Record<string, string> = message === 'Which?' ? { which: 'a' } : { decision: 'Allow once' }
      return { action: 'accept', content }
    },
    'alice',
    { pin: '2026-07-28' },
    (request, context) => handler.fetch(request, context),
  )
  const door = protect(w.sallyport, (request, context) => handler.fetch(request, context))
  const { token } = await w.caller('alice')
  /** The same message once more, as somebody would send it who has kept it. */
  const again = (body: string) =>
    door(new Request(RESOURCE, messageOf(token, body)), { remoteAddress: '192.0.2.9' }).then((response) =>
      response.text(),
    )
  return { client, ran, bodies: w.bodies, again }
}

it.each(['which', 'confirmation'])(
  'hands a tool the answer to its own question %j, without a state [EL-08]',
  async (name) => {
    const { client, ran } = await asking(name)
    expect(textOf(await client.callTool(WIPE))).toBe('wiped')
    expect(ran).toEqual([{ action: 'accept', content: { which: 'a' } }])
  },
)

it('runs once for one approval, also where states of handlers may be used again [F-62] [EL-05]', async () => {
  const { client, ran, bodies, again } = await asking('which', { requestState: { reusable: true } })
  await client.callTool(WIPE)
  const last = JSON.stringify(bodies.at(-1))
  expect(last).toContain('requestState')
  const answers = await Promise.all([again(last), again(last), again(last)])
  expect(answers.every((answer) => answer.includes('-32602'))).toBe(true)
  expect(ran).toHaveLength(1)
})
