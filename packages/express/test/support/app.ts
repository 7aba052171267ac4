import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { createSallyport, oidcUpstream, type Runtime, type Sallyport, type SallyportOptions } from '@sallyport/core'
import type { AuditEvent } from '@sallyport/core/audit'
import { developmentKeys } from '@sallyport/core/keys'
import { memoryStore } from '@sallyport/core/store'
import { startDevIdp, type DevIdp, type DevIdpOptions } from '@sallyport/dev-idp'
import express4 from 'express-4'
import express5, { type Express, type RequestHandler } from 'express'
import { onTestFinished } from 'vitest'
import { oauthRoutes, protect } from '../../src/index.js'

export const majors: Readonly<Record<'Express 4' | 'Express 5', typeof express5>> = {
  'Express 4': express4,
  'Express 5': express5,
}

export interface App {
  readonly origin: string
  readonly endpoint: string
  readonly sallyport: Sallyport
  readonly idp: DevIdp
  /** What the auditor saw, in order. */
  readonly events: readonly AuditEvent[]
}

/** An address on https by which nobody but a browser with its own name resolution can reach the deployment. */
export interface SecureAddress {
  /** For example `https://notes.example`. */
  readonly origin: string
  readonly key: string
  readonly cert: string
}

export interface AppOptions {
  readonly framework?: typeof express5
  readonly options?: Partial<SallyportOptions>
  readonly idp?: DevIdpOptions
  /** Default: plain http on the loopback address. */
  readonly secure?: SecureAddress
  /** Default: that of the machine. */
  readonly runtime?: Runtime
  /** Runs before the routes: body parsers and the like. */
  readonly before?: (app: Express) => void
  /** The MCP handler. Default: answers with what the gate left in the request. */
  readonly handler?: RequestHandler
}

const echo: RequestHandler = (req, res) => {
  res.json({ auth: (req as { auth?: unknown }).auth, body: req.body as unknown })
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

export interface OpenApp extends App {
  /** Where it listens on 127.0.0.1. */
  readonly port: number
  close(): Promise<void>
}

/** A whole deployment on free ports that ends with the test. */
export async function startApp(setup: AppOptions = {}): Promise<App> {
  const app = await openApp(setup)
  onTestFinished(() => app.close())
  return app
}

/** A whole deployment on free ports: provider, store, both gates, Express. */
export async function openApp(setup: AppOptions = {}): Promise<OpenApp> {
  const { framework = express5, options = {}, handler = echo, secure } = setup
  const app = framework()
  const server = secure ? createSecureServer(secure, app) : createServer(app)
  const port = await listen(server)
  const origin = secure?.origin ?? `http://127.0.0.1:${String(port)}`
  const idp = await startDevIdp({ redirectUris: [`${origin}/callback`], ...setup.idp })
  const events: AuditEvent[] = []
  const sallyport = createSallyport(
    {
      resource: `${origin}/mcp`,
      resourceName: 'Notes',
      scopes: { 'notes:read': 'Read your notes', 'notes:write': 'Add notes in your name' },
      operations: { default: ['notes:read'], 'tools/notes_add': { scope: ['notes:write'], cost: 5 } },
      authorizationServer: {
        issuer: origin,
        upstream: oidcUpstream({
          issuer: idp.issuer,
          clientId: idp.clientId,
          clientSecret: idp.clientSecret,
          ...(idp.federatedOrigin !== undefined && { formActionOrigins: [idp.federatedOrigin] }),
          unsafelyAllowHttpLoopback: true,
        }),
        registration: { dynamic: true, privateUseSchemes: ['vscode'] },
      },
      keys: developmentKeys(),
      store: memoryStore(),
      audit: [{ write: (event) => void events.push(event) }],
      unsafelyAllowHttpLoopback: secure === undefined,
      ...options,
    },
    setup.runtime,
  )
  setup.before?.(app)
  app.use(oauthRoutes(sallyport))
  app.all('/mcp', protect(sallyport), handler)
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await sallyport.close()
    await idp.close()
  }
  return { origin, endpoint: `${origin}/mcp`, sallyport, idp, events, port, close }
}
