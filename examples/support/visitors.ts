import type { Checks } from './checks.js'
import type { ExampleProcess } from './example-process.js'
import { createMcpClient, type Connect, type Connection, type ConnectOptions, type McpClient } from './mcp-client.js'
import type { RegisteredByHand } from './oauth-session.js'
import { createScriptedPerson } from './scripted-person.js'
import { sdkV1 } from './sdk-v1-client.js'
import { sdkV2 } from './sdk-v2-client.js'

/** One of the SDK's clients, and the revision it must end up with. */
export interface Generation {
  readonly title: string
  readonly connect: Connect
  readonly revision: string
  /** Whether it can ask for more while it holds a refresh token: SDK v1 refreshes instead, and stays with what it has. */
  readonly stepsUp: boolean
}

const LEGACY_REVISIONS = ['2025-11-25', '2025-06-18']

const generation = (title: string, connect: Connect, revision: string): Generation => ({
  title: `${title} → ${revision}`,
  connect,
  revision,
  stepsUp: title.startsWith('SDK v2'),
})

/** Both generations of clients, in the newest and the oldest revision they share with a server that knows `newest`. */
export function generations(newest: '2025-11-25' | '2026-07-28'): readonly Generation[] {
  const [newestOfV1 = ''] = LEGACY_REVISIONS
  return [
    generation('SDK v1 client', sdkV1(), newestOfV1),
    ...LEGACY_REVISIONS.slice(1).map((revision) => generation(`SDK v1 client, ${revision}`, sdkV1(revision), revision)),
    generation('SDK v2 client, auto', sdkV2('auto'), newest),
    ...[newest, ...LEGACY_REVISIONS.slice(1)].map((revision) =>
      generation(`SDK v2 client, ${revision}`, sdkV2(revision), revision),
    ),
  ]
}

/** A person with a client that got in. */
export interface Visitor {
  readonly mcp: McpClient
  readonly connection: Connection
}

/** Lets somebody in: the client runs the whole flow, the person approves and signs in. */
export async function letIn(
  example: Pick<ExampleProcess, 'endpoint'>,
  account: string,
  options: { readonly connect?: Connect; readonly registration?: RegisteredByHand } & Pick<
    ConnectOptions,
    'scope' | 'answer' | 'stepUp'
  > = {},
): Promise<Visitor> {
  const person = createScriptedPerson(account)
  const mcp = await createMcpClient({
    ...options,
    endpoint: example.endpoint,
    name: `Client of ${account}`,
    async browse(url) {
      await fetch(await person.approve(url))
    },
  })
  try {
    return { mcp, connection: await mcp.connect() }
  } catch (error) {
    await mcp.close()
    throw error
  }
}

const WAY_IN = [
  /^POST \/mcp 401/,
  /oauth-protected-resource\S* 200/,
  /(oauth-authorization-server|openid-configuration) 200/,
]

/** The way in: each exchange of the flow happened, in this order, with this status. */
export function checkWayIn(
  checks: Checks,
  { mcp, connection }: Visitor,
  revision: string,
  { registers }: { readonly registers: boolean } = { registers: true },
): void {
  const seen = mcp.exchanges.map(({ method, path, status }) => `${method} ${path} ${String(status)}`)
  const steps = [...WAY_IN, ...(registers ? [/ \/register 201/] : []), / \/token 200/]
  const found = steps.map((step) => seen.findIndex((line) => step.test(line)))
  const inOrder = found.every((at, index) => at > (found[index - 1] ?? -1))
  const title = `is met with 401, discovers, ${registers ? 'registers, ' : ''}gets consent and a token`
  checks.check(title, inOrder, seen.join(', '))
  checks.check(`speaks ${revision}`, connection.revision === revision, connection.revision)
}

/** A refusal by the gate: a 403, whatever the client makes of it. */
export async function checkRefusal(
  checks: Checks,
  title: string,
  { mcp, connection }: Visitor,
  call: { readonly tool: string; readonly args?: Readonly<Record<string, unknown>> },
): Promise<void> {
  const answer = await connection.callTool(call.tool, call.args).catch(String)
  const status = mcp.exchanges.filter(({ path }) => path === '/mcp').at(-1)?.status
  checks.check(title, status === 403, `${String(status)} ${answer}`)
}

/** Without a token nothing is told but where to read on. */
export async function checkStranger(
  checks: Checks,
  { endpoint, origin }: Pick<ExampleProcess, 'endpoint' | 'origin'>,
): Promise<void> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  })
  await response.body?.cancel()
  const challenge = response.headers.get('www-authenticate') ?? ''
  const metadata = `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`
  checks.check(
    'a call without a token is refused, and told where to read on',
    response.status === 401 && challenge.startsWith('Bearer ') && challenge.includes(metadata),
    `${String(response.status)} ${challenge}`,
  )
}

/** An access token that has expired is replaced without asking anybody. */
export async function checkRefresh(checks: Checks, { mcp, connection }: Visitor): Promise<void> {
  const before = mcp.tokens()?.refresh_token
  mcp.forgetAccessToken()
  await connection.listTools()
  const after = mcp.tokens()?.refresh_token
  checks.check(
    'refreshes by itself, and the refresh token rotates',
    before !== undefined && after !== before,
    String(after),
  )
}
