/**
 * What must be true of this example, in both modes: both generations of SDK clients get in, every tool does what it should
 * for the right person, and refuses the wrong one. One line for each; exits with 1 when something came out wrong.
 */
import type { Checks } from 'sallyport-example-support/checks'
import { checkNotesExample, type Visit } from 'sallyport-example-support/notes-check'
import type { Visitor } from 'sallyport-example-support/visitors'

/** A session id is no credential: in other hands it names nothing. */
async function checkForeignSession(checks: Checks, { example, args, alice, carol }: Visit): Promise<void> {
  if (!args.includes('--sessions')) return
  const call = async ({ mcp }: Visitor) => {
    const response = await fetch(example.endpoint, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${mcp.tokens()?.access_token ?? ''}`,
        'mcp-session-id': alice.connection.sessionId ?? '',
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 'check', method: 'ping' }),
    })
    await response.body?.cancel()
    return response.status
  }
  const statuses = [await call(alice), await call(carol)]
  checks.check('a session answers its owner, and 404 to anybody else', statuses.join() === '200,404', statuses.join())
}

await checkNotesExample({
  script: new URL('server.ts', import.meta.url),
  newest: '2025-11-25',
  modes: [[], ['--sessions']],
  more: checkForeignSession,
})
