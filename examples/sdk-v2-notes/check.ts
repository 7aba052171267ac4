/**
 * What must be true of this example: clients of both SDK generations get in, in the newest and the oldest revision; the
 * state of a call with two rounds is good for one caller, once. Exits with 1 when something came out wrong.
 */
import type { Checks } from 'sallyport-example-support/checks'
import { checkNotesExample, type Visit } from 'sallyport-example-support/notes-check'
import type { Visitor } from 'sallyport-example-support/visitors'

const MODERN = '2026-07-28'

interface Answer {
  readonly result?: { readonly resultType?: string; readonly requestState?: string }
  readonly error?: { readonly code: number; readonly message: string }
}

/** One round by hand: the SDK's client would never do what is tried here. */
async function round(endpoint: string, { mcp }: Visitor, params: object): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${mcp.tokens()?.access_token ?? ''}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': MODERN,
      'mcp-method': 'tools/call',
      'mcp-name': 'notes_clear',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name: 'notes_clear',
        arguments: {},
        _meta: {
          'io.modelcontextprotocol/protocolVersion': MODERN,
          'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
        },
        ...params,
      },
    }),
  })
  return (await response.json()) as Answer
}

async function checkTwoRounds(checks: Checks, { example, generation, alice, carol }: Visit): Promise<void> {
  if (generation.revision !== MODERN) {
    const answer = await alice.connection.callTool('notes_clear').catch(String)
    const left = await alice.connection.callTool('notes_list')
    checks.check('notes_clear deletes nothing where nobody can be asked', left.includes('Buy milk'), answer)
    return
  }
  const cleared = await alice.connection.callTool('notes_clear')
  checks.check('notes_clear asks, and deletes after a yes', /^[1-9]\d* notes deleted\.$/.test(cleared), cleared)

  const yes = { answer: { action: 'accept', content: { confirm: true } } }
  const { result } = await round(example.endpoint, alice, {})
  const requestState = result?.requestState ?? ''
  checks.check(
    'a round ends with a question and a sealed state',
    result?.resultType === 'input_required' && /^v1\.[^.]+\.[\w-]{40,}$/.test(requestState),
    JSON.stringify(result),
  )
  const foreign = await round(example.endpoint, carol, { requestState, inputResponses: yes })
  checks.check('it is refused in the hands of another', foreign.error?.code === -32602, JSON.stringify(foreign))
  const forged = await round(example.endpoint, alice, { requestState: `${requestState}A`, inputResponses: yes })
  checks.check('it is refused when it was changed', forged.error?.code === -32602, JSON.stringify(forged))
  const first = await round(example.endpoint, alice, { requestState, inputResponses: yes })
  const second = await round(example.endpoint, alice, { requestState, inputResponses: yes })
  checks.check(
    'it is good for one use',
    first.error === undefined && second.error?.code === -32602,
    JSON.stringify([first, second]),
  )
}

await checkNotesExample({
  script: new URL('server.ts', import.meta.url),
  newest: MODERN,
  more: checkTwoRounds,
})
