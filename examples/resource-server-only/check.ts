/**
 * What must be true of this example, with keys and with introspection: both generations of SDK clients get in with tokens
 * of the provider, and everything that is genuine but not for this server stays outside. One line for each; exits with 1
 * when something came out wrong.
 */
import { createChecks, withExample, type Checks } from 'sallyport-example-support/checks'
import type { ExampleProcess } from 'sallyport-example-support/example-process'
import {
  checkRefusal,
  checkStranger,
  checkWayIn,
  generations,
  letIn,
  type Generation,
} from 'sallyport-example-support/visitors'
import { logIn, revoke } from './login.js'
import { CLIENT_ID, NEIGHBOUR } from './provider.js'

const checks = createChecks()

async function checkClients(example: ExampleProcess, { title, connect, revision }: Generation): Promise<void> {
  checks.heading(`\n${title}`)
  const registration = { client_id: CLIENT_ID, issuer: example.idpOrigin }
  const enter = (scope: string) => letIn(example, 'alice', { connect, registration, scope })
  const alice = await letIn(example, 'alice', { connect, registration })
  const writer = await enter('notes:read notes:write')
  try {
    checkWayIn(checks, alice, revision, { registers: false })
    const who = await alice.connection.callTool('whoami')
    const known = who.includes('"subject": "alice"') && who.includes(`"issuer": "${example.idpOrigin}"`)
    checks.check('whoami names person and issuer, and hides the token', known && /"sallyport:/.test(who), who)
    await checkRefusal(checks, 'notes_add takes a scope that the token lacks', alice, {
      tool: 'notes_add',
      args: { text: 'Buy milk' },
    })
    const added = await writer.connection.callTool('notes_add', { text: revision })
    checks.check('notes_add adds for whoever has it', added === 'Added.', added)
    const listed = await alice.connection.callTool('notes_list')
    checks.check('notes_list lists', listed.includes(revision), listed)
  } finally {
    await alice.mcp.close()
    await writer.mcp.close()
  }
}

/** Presents a token; resolves with the status and the challenge. */
async function present({ endpoint }: ExampleProcess, token: string, tool = 'notes_list') {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: {} } }),
  })
  await response.body?.cancel()
  return { status: response.status, challenge: response.headers.get('www-authenticate') ?? '' }
}

async function checkTokens(checks: Checks, example: ExampleProcess, introspect: boolean): Promise<void> {
  checks.heading('\ntokens')
  const issuer = example.idpOrigin
  const refused = async (title: string, token: string): Promise<void> => {
    const { status, challenge } = await present(example, token)
    checks.check(title, status === 401 && challenge.includes('error="invalid_token"'), `${String(status)} ${challenge}`)
  }
  const own = await logIn(issuer, example.endpoint, 'openid notes:read')
  const { status } = await present(example, own.access_token)
  checks.check('a token for this server passes', status === 200, String(status))

  const scope = await present(example, own.access_token, 'notes_add')
  const named = scope.challenge.includes('error="insufficient_scope"') && scope.challenge.includes('notes:write')
  checks.check('a missing scope is named in the challenge', scope.status === 403 && named, scope.challenge)

  await refused('an ID token is refused', own.id_token)
  const foreign = await logIn(issuer, NEIGHBOUR, 'openid notes:read')
  await refused('a token for another API of the provider is refused', foreign.access_token)
  if (introspect) {
    const revoked = await logIn(issuer, example.endpoint, 'openid notes:read')
    await revoke(issuer, revoked.access_token)
    await refused('a token that was revoked at the provider is refused', revoked.access_token)
    await refused('an invented token is refused', 'invented')
  } else {
    const [header, claims = '', signature] = own.access_token.split('.')
    const longer = { ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object), exp: 9_999_999_999 }
    const changed = Buffer.from(JSON.stringify(longer)).toString('base64url')
    await refused('a token that was made to live longer is refused', [header, changed, signature].join('.'))
  }
  checks.check('no token is in the log', !example.output().includes(own.access_token))
}

for (const args of [[], ['--introspection']]) {
  checks.heading(`\nserver.ts ${args.join(' ')}`)
  await withExample(checks, { script: new URL('server.ts', import.meta.url), args }, async (example) => {
    await checkStranger(checks, example)
    for (const generation of generations('2025-11-25')) {
      await checks.attempt('everything runs', () => checkClients(example, generation))
    }
    await checkTokens(checks, example, args.length > 0)
  })
}
checks.finish()
