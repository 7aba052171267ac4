import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { UpstreamMigrationSettings } from '../../src/index.js'
import { systemRuntime } from '../../src/foundation/index.js'
import { fakeRuntime } from '../../src/host/testing/index.js'
import { UPSTREAM } from '../compositions/authorization-server/test-upstream.js'
import { json, stubServer } from '../support/stub-server.js'
import { deployment, type DeploymentOptions } from './deployment.js'
import { facts } from './support.js'

export const AUDIENCE = 'api://notes'

/** Noon of the last day. */
export const LAST_DAY_MS = Date.UTC(2026, 2, 31, 12)
export const END_MS = Date.UTC(2026, 3, 1)

const { publicKey, privateKey } = await generateKeyPair('RS256')
const jwk = { ...(await exportJWK(publicKey)), kid: 'upstream', use: 'sig', alg: 'RS256' }

/** A deployment whose old clients still send tokens of the upstream provider. */
export async function migrating(
  changes: Partial<UpstreamMigrationSettings> = {},
  { nowMs = LAST_DAY_MS, ...options }: DeploymentOptions & { readonly nowMs?: number } = {},
) {
  const server = await stubServer()
  server.on('/jwks', json({ keys: [jwk] }))
  const runtime = fakeRuntime({ nowMs, fetch: systemRuntime.fetch })
  const { jwksUri = `${server.origin}/jwks`, ...more } = changes
  const world = deployment({
    unsafelyAllowHttpLoopback: true,
    runtime,
    ...options,
    authorizationServer: {
      ...options.authorizationServer,
      unsafelyAcceptUpstreamTokens: {
        until: '2026-03-31',
        audience: AUDIENCE,
        scopes: ['notes:read'],
        ...(!more.introspection && { jwksUri }),
        ...more,
      },
    },
  })
  return {
    ...world,
    provider: server,
    /** An access token as the provider makes it for its own API. */
    raw(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
      const iat = Math.floor(runtime.nowMs() / 1000)
      const all = { iss: UPSTREAM, aud: AUDIENCE, sub: 'alice', client_id: 'old-app', scope: 'api', jti: 'j1', iat }
      return new SignJWT({ ...all, exp: iat + 3600, roles: ['admin'], ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'upstream', ...header })
        .sign(privateKey)
    },
    /** The last refusal's private reason. */
    reason: () => world.events.findLast(({ kind }) => kind === 'request.refused')?.reason,
    /** What a tool gets to see of the caller. */
    async authInfo(token: string) {
      const gate = world.sallyport.gate()
      const admitted = await gate.admit(facts({ authorization: `Bearer ${token}` }))
      if (!admitted.allowed) throw new Error(String(admitted.reply.status))
      const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'notes_list' } }
      const decision = await gate.authorize(admitted, call)
      if (!decision.allowed) throw new Error(String(decision.reply.status))
      return decision.authInfo
    },
  }
}
