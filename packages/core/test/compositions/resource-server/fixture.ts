import { createAuditor, type AuditEvent } from '../../../src/audit/index.js'
import {
  createResourceServer,
  type Admitted,
  type Allowed,
  type Refused,
  type ResourceServer,
  type ResourceServerOptions,
} from '../../../src/compositions/resource-server/index.js'
import type { RequestFacts } from '../../../src/policy/transport/index.js'
import type { Reply } from '../../../src/primitives/replies/index.js'
import { createLimits, type LimitsOptions } from '../../../src/services/limits/index.js'
import { memoryStore } from '../../../src/store/index.js'
import type { AccessTokenInput } from '../../../src/services/tokens/index.js'
import { ISSUER, RESOURCE, tokenWorld, type TokenWorld } from '../../services/tokens/fixture.js'

export { RESOURCE }
export const METADATA_URL = 'https://notes.example.com/.well-known/oauth-protected-resource/mcp'

export interface RequestParts {
  readonly method?: string
  readonly target?: string
  readonly remoteAddress?: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
}

/** A request as an adapter would describe it: POST of JSON, unless told otherwise. */
export function facts(parts: RequestParts = {}): RequestFacts {
  const lines = [['content-type', 'application/json'] as const, ...(parts.headers ?? [])]
  return {
    method: parts.method ?? 'POST',
    target: parts.target ?? '/mcp',
    remoteAddress: parts.remoteAddress ?? '203.0.113.9',
    headerLines: (name) => lines.filter(([header]) => header === name).map(([, value]) => value),
  }
}

export const call = (name: string, id: string | number = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: {} },
})

export interface GateWorld extends Omit<TokenWorld, 'verifier'>, ResourceServer {
  readonly tokenVerifier: TokenWorld['verifier']
  readonly events: AuditEvent[]
  readonly token: (fields?: Partial<AccessTokenInput>) => Promise<string>
  /** Admits a request with this token. */
  readonly admit: (token: string, parts?: RequestParts) => Promise<Admitted | Refused>
  /** Both halves of the gate; the reply of whichever refuses. */
  readonly run: (token: string, message: unknown, parts?: RequestParts) => Promise<Allowed | Refused>
}

/** A gate with every part real: keys, tokens, store, limits, audit. The clock is fake. */
export async function gateWorld(
  options: Partial<ResourceServerOptions> = {},
  limits: Partial<LimitsOptions> = {},
): Promise<GateWorld> {
  const world = await tokenWorld()
  const { runtime, issuer, input } = world
  const events: AuditEvent[] = []
  const audit = createAuditor([{ write: (event) => void events.push(event) }], runtime)
  const server = createResourceServer(
    {
      resource: RESOURCE,
      authorizationServers: [ISSUER],
      verifier: world.verifier,
      operations: {
        default: ['notes:read'],
        'tools/notes_add': { scope: ['notes:write', 'notes:read'], cost: 5 },
        'tools/notes_delete': { scope: ['notes:delete'], roles: ['admin'] },
        'tools/notes_wipe': 'deny',
      },
      limits: createLimits({ buckets: memoryStore({}, runtime).buckets, ...limits }, audit, runtime),
      audit,
      ...options,
    },
    runtime,
  )
  const { gate } = server
  const admit: GateWorld['admit'] = async (token, parts = {}) =>
    gate.admit(facts({ ...parts, headers: [['authorization', `Bearer ${token}`], ...(parts.headers ?? [])] }))
  return {
    ...world,
    ...server,
    tokenVerifier: world.verifier,
    events,
    admit,
    token: async (fields) => (await issuer.issue(input(fields))).accessToken,
    run: async (token, message, parts) => {
      const admitted = await admit(token, parts)
      return admitted.allowed ? gate.authorize(admitted, message) : admitted
    },
  }
}

/** The reply of a refusal; fails the test when the request was let through. */
export function replyOf(result: Admitted | Allowed | Refused): Reply {
  if (result.allowed) throw new Error('the request was allowed')
  return result.reply
}

export function header(reply: Reply, name: string): string | undefined {
  const values = reply.headers.filter(([header]) => header === name).map(([, value]) => value)
  if (values.length > 1) throw new Error(`${name} stands there ${String(values.length)} times`)
  return values[0]
}

/** What matters of a refusal, in one value. */
export function summary(result: Admitted | Allowed | Refused) {
  const reply = replyOf(result)
  return { status: reply.status, challenge: header(reply, 'www-authenticate') }
}
