import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'
import { onTestFinished } from 'vitest'
import type { AuditEvent } from '../../../src/audit/index.js'
import { createSallyport, type Sallyport, type SallyportOptions } from '../../../src/index.js'
import { memoryStore } from '../../../src/store/index.js'

export const RESOURCE = 'https://notes.example/mcp'
const ISSUER = 'https://as.example'

export const OPERATIONS = {
  default: ['read'],
  'tools/add': ['write'],
  'tools/wipe': { scope: ['write'], roles: ['admin'] },
  'tools/hidden': 'deny',
  'prompts/secret': ['write'],
  'resources/note://secret': ['write'],
  'resources/note://vault/{id}': ['write'],
} as const

export interface TestGuard {
  readonly sallyport: Sallyport
  readonly events: AuditEvent[]
  reasons(): (string | undefined)[]
}

/** A deployment whose tokens others issue: only its rules are used here. */
export function testGuard(options: Partial<SallyportOptions> = {}): TestGuard {
  const events: AuditEvent[] = []
  const sallyport = createSallyport({
    ...(options.resources ? {} : { resource: RESOURCE }),
    operations: OPERATIONS,
    trustedIssuers: [{ issuer: ISSUER, jwksUri: `${ISSUER}/jwks` }],
    store: memoryStore(),
    audit: [{ write: (event) => void events.push(event) }],
    ...options,
  })
  return { sallyport, events, reasons: () => events.map(({ reason }) => reason) }
}

export interface Person {
  readonly subject: string
  readonly scopes?: readonly string[]
  readonly roles?: readonly string[]
  readonly clientId?: string
  readonly issuer?: string
  readonly resource?: string
  readonly tokenId?: string
}

/** What the gate and `sallyport.verifier` leave for the SDK. */
export function authInfoFor(person: Person): AuthInfo & { extra: Record<string, unknown> } {
  const { subject, scopes = ['read'], roles = [], clientId = 'c1', issuer = ISSUER, resource = RESOURCE } = person
  const { tokenId = `t-${subject}` } = person
  return {
    token: `sallyport:${tokenId}`,
    clientId,
    scopes: [...scopes],
    expiresAt: 4_000_000_000,
    resource: new URL(resource),
    extra: { subject, issuer, roles: [...roles], tokenId, requestId: `r-${subject}` },
  }
}

export const alice = authInfoFor({ subject: 'alice' })
export const mallory = authInfoFor({ subject: 'mallory' })
export const writer = authInfoFor({ subject: 'writer', scopes: ['read', 'write'] })

export type AuthedRequest = IncomingMessage & { auth?: AuthInfo }

/** An HTTP server on loopback whose callers are named by a header, as if a gate had let them in. */
export async function serve(
  handle: (request: AuthedRequest, response: ServerResponse) => Promise<unknown>,
): Promise<URL> {
  const people = new Map(Object.entries({ alice, mallory, writer }))
  const server: Server = createServer((request: AuthedRequest, response) => {
    const { authorization } = request.headers
    const json = request.headers['x-auth-info']
    const auth = people.get(authorization?.replace('Bearer ', '') ?? '')
    if (auth) request.auth = auth
    if (typeof json === 'string') request.auth = authInfoFor(JSON.parse(json) as Person)
    handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`)
}
