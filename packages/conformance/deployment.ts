import { createServer, type RequestListener } from 'node:http'
import { createSallyport, oidcUpstream, type Sallyport } from '@sallyport/core'
import { developmentKeys } from '@sallyport/core/keys'
import { memoryStore } from '@sallyport/core/store'
import { startDevIdp } from '@sallyport/dev-idp'
import { closeServer, listen, startProxy } from './proxy.js'
import { signIn } from './sign-in.js'

export interface Deployment {
  /** What clients call: the issuer, and the endpoint's origin. */
  readonly origin: string
  readonly endpoint: string
  close(): Promise<void>
}

/** Calls of a suite come faster than those of people; the limits themselves are tested elsewhere. */
const SUITE_LIMITS = { user: { burst: 10_000, intervalMs: 1 } }

/**
 * A server behind the gate as it would stand in production: a proxy in front, our authorization server, a provider to
 * log in at. The access token is one that a person has approved.
 */
export async function startDeployment(listenerOf: (sallyport: Sallyport) => RequestListener): Promise<Deployment> {
  const proxy = await startProxy()
  // The suite insists on the name "localhost" for what it does to Host and Origin.
  const origin = `http://localhost:${String(proxy.port)}`
  const idp = await startDevIdp({ redirectUris: [`${origin}/callback`] })
  const sallyport = createSallyport({
    resource: `${origin}/mcp`,
    resourceName: 'Conformance',
    scopes: { 'suite:run': 'Let the conformance suite call everything' },
    operations: { default: ['suite:run'] },
    authorizationServer: {
      issuer: origin,
      upstream: oidcUpstream({
        issuer: idp.issuer,
        clientId: idp.clientId,
        clientSecret: idp.clientSecret,
        unsafelyAllowHttpLoopback: true,
      }),
      registration: { dynamic: true },
    },
    keys: developmentKeys(),
    store: memoryStore(),
    limits: SUITE_LIMITS,
    unsafelyAllowHttpLoopback: true,
  })
  await sallyport.ready()

  const server = createServer(listenerOf(sallyport))
  proxy.forwardTo(await listen(server))
  proxy.authorize('/mcp', await signIn(origin, `${origin}/mcp`))

  return {
    origin,
    endpoint: `${origin}/mcp`,
    async close() {
      await proxy.close()
      await closeServer(server)
      await sallyport.close()
      await idp.close()
    },
  }
}
