import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { enter, handleOAuth, requestFacts, sendReply } from '@sallyport/core/node'
import { protect as protectWeb } from '@sallyport/core/web'
import { oauthRoutes as expressRoutes, protect as protectExpress } from '@sallyport/express'
import {
  oauthRoutes as fastifyRoutes,
  protect as protectFastify,
  toRequest,
  type ProtectedRequest,
} from '@sallyport/fastify'
import { oauthRoutes as honoRoutes, protect as protectHono, type SallyportEnv } from '@sallyport/hono'
import express from 'express'
import { fastify } from 'fastify'
import { Hono } from 'hono'
import type { Door } from './deployment.js'
import { nodeStream, webStream } from './open-streams.js'

const onNode: Door = (sallyport) => {
  const gate = sallyport.gate()
  const answer = async (...[request, response]: Parameters<RequestListener>): Promise<void> => {
    if (await handleOAuth(sallyport, request, response)) return
    const admitted = await gate.admit(requestFacts(request))
    const entered = admitted.allowed ? await enter(gate, admitted, request, response) : admitted
    if (!entered.allowed) return sendReply(response, entered.reply)
    nodeStream(response)
  }
  return (request, response) => void answer(request, response)
}

const onExpress: Door = (sallyport) => {
  const app = express()
  app.use(expressRoutes(sallyport))
  app.all('/mcp', protectExpress(sallyport), (_request, response) => nodeStream(response))
  return app
}

const onFastify: Door = async (sallyport) => {
  const app = fastify()
  void app.register(fastifyRoutes(sallyport))
  app.all('/mcp', protectFastify(sallyport), async (request, reply) => {
    const { auth: authInfo, body: parsedBody } = request as ProtectedRequest
    return reply.send(await webStream(toRequest(request, reply), { authInfo, parsedBody }))
  })
  await app.ready()
  return (request, response) => app.routing(request, response)
}

const listenerOf = (fetch: (request: Request) => Response | Promise<Response>): RequestListener => {
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false })
  return (request, response) => void listener(request, response)
}

const onHono: Door = (sallyport) => {
  const app = new Hono<SallyportEnv>()
  app.use(honoRoutes(sallyport))
  app.all('/mcp', protectHono(sallyport), (c) =>
    webStream(c.req.raw, { authInfo: c.get('auth'), parsedBody: c.get('parsedBody') }),
  )
  return listenerOf((request) => app.fetch(request))
}

const onWeb: Door = (sallyport) => listenerOf(protectWeb(sallyport, webStream))

/** An endpoint that answers everything with an open stream of events, behind each door. */
export const STREAM_DOORS: readonly (readonly [name: string, door: Door])[] = [
  ['Node', onNode],
  ['Express', onExpress],
  ['Fastify', onFastify],
  ['Hono', onHono],
  ['a web-standard host', onWeb],
]
