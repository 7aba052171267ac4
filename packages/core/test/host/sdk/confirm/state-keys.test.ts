import { describe, expect, it } from 'vitest'
import { RESOURCE } from '../../../compositions/authorization-server/harness.js'
import { messageIn, messageOf, WIPE, world, type World } from './world.js'

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
}
const inputResponses = { confirmation: { action: 'accept', content: { decision: 'Allow once' } } }

/** One round of a question; with a state, the answer that allows it. */
async function round(w: World, requestState?: string) {
  const { token } = await w.caller()
  const answer = requestState === undefined ? {} : { requestState, inputResponses }
  const body = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { ...WIPE, ...answer, _meta: META } }
  const response = await w.wires.modern(RESOURCE, messageOf(token, JSON.stringify(body)))
  return (await messageIn(response)) as { result?: { requestState: string }; error?: { code: number } }
}

async function stateOf(w: World): Promise<string> {
  return (await round(w)).result?.requestState ?? expect.fail('no question was put')
}

describe('the state of a question, which the client keeps', () => {
  it('cannot be read by it [EL-06]', async () => {
    const state = await stateOf(await world())
    for (const part of [state, ...state.split('.')]) {
      const read = Buffer.from(part, 'base64url').toString('latin1')
      for (const word of ['wipe', 'old', 'folder', 'alice']) expect(part + read).not.toContain(word)
    }
  })

  it('is not opened by what other keys of the server made: a token, or what it says [EL-06]', async () => {
    const w = await world()
    const { token } = await w.caller()
    const [, payload = ''] = token.split('.')
    for (const foreign of [token, payload]) {
      expect(await round(w, foreign)).toHaveProperty('error.code', -32602)
    }
    expect(w.ran).toEqual([])
    expect(await round(w, await stateOf(w))).not.toHaveProperty('error')
    expect(w.ran).toHaveLength(1)
  })
})
