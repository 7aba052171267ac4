import type { Sallyport } from '@sallyport/core'
import type { WebHandler } from '@sallyport/core/web'

declare const sallyport: Sallyport
declare const mcp: { fetch: WebHandler }

// #region fastify
import { oauthRoutes, protect, toRequest, type ProtectedRequest } from '@sallyport/fastify'
import { fastify } from 'fastify'

const app = fastify()
app.register(oauthRoutes(sallyport)) // at the root of the origin
app.all('/mcp', protect(sallyport), async (request, reply) => {
  const { auth: authInfo, body: parsedBody } = request as ProtectedRequest
  return reply.send(await mcp.fetch(toRequest(request, reply), { authInfo, parsedBody }))
})
// #endregion fastify
