import * as z from 'zod/mini'
import type { UpstreamTokens } from '../../services/upstream-tokens/index.js'
import type { UpstreamIdentity } from '../upstream/index.js'
import { subjectOf } from './subject.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

/** What the provider answered at the end of a login. */
export interface ProvenLogin {
  readonly identity: UpstreamIdentity
  readonly tokens: UpstreamTokens
}

const Held = z.strictObject({
  identity: z.strictObject({
    issuer: z.string(),
    subject: z.string(),
    displayName: z.exactOptional(z.string()),
    roles: z.array(z.string()),
  }),
  tokens: z.strictObject({
    accessToken: z.string(),
    tokenType: z.string(),
    expiresAtMs: z.exactOptional(z.number()),
    refreshToken: z.exactOptional(z.string()),
    idToken: z.exactOptional(z.string()),
    scope: z.exactOptional(z.string()),
  }),
})

/** Lets a login wait for a decision, sealed, for as long as a form lives. */
export async function holdLogin(server: Server, login: ProvenLogin, subject: string): Promise<string> {
  return server.flows.hold(JSON.stringify(login), subject)
}

/** The login that waited, once. */
export async function takeHeldLogin(server: Server, heldId: string): Promise<ProvenLogin | undefined> {
  const text = await server.flows.takeHeld(heldId)
  if (text === undefined) return undefined
  const parsed = Held.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : undefined
}

/** The person said no: what waited goes. */
export async function dropHeldLogin(server: Server, context: RequestContext, heldId: string): Promise<void> {
  const login = await takeHeldLogin(server, heldId)
  if (login !== undefined) await discardLogin(server, context, login)
}

/**
 * The tokens are of use to nobody any more, and the provider is told, unless the person has a grant: providers end all
 * that a person allowed us with one token. That it cannot be told changes nothing here.
 */
export async function discardLogin(
  server: Server,
  context: Pick<RequestContext, 'requestId'>,
  login: ProvenLogin,
): Promise<void> {
  const grants = await server.grants.listBySubject(await subjectOf(server, login.identity))
  if (grants.length > 0) return
  await server.upstream.revoke(login.tokens).catch(() => {
    server.audit.record({
      kind: 'upstream.failed',
      outcome: 'noted',
      upstream: server.upstream.issuer,
      reason: 'revocation_failed',
      requestId: context.requestId,
    })
  })
}
