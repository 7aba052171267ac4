import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import {
  createSallyport,
  oidcUpstream,
  type AuthorizationServerSettings,
  type Runtime,
  type Sallyport,
  type SallyportOptions,
} from '@sallyport/core'
import type { AuditEvent } from '@sallyport/core/audit'
import { developmentKeys } from '@sallyport/core/keys'
import { memoryStore } from '@sallyport/core/store'
import { startDevIdp, type DevIdp, type DevIdpOptions } from '@sallyport/dev-idp'
import { onTestFinished } from 'vitest'

/** A whole deployment: provider, store, both gates and a server of some framework. */
export interface Deployment {
  readonly origin: string
  readonly endpoint: string
  readonly sallyport: Sallyport
  readonly idp: DevIdp
  /** What the auditor saw, in order. */
  readonly events: readonly AuditEvent[]
  /** Where it listens on 127.0.0.1. */
  readonly port: number
  close(): Promise<void>
}

/** An address on https by which nobody but a browser with its own name resolution can reach the deployment. */
export interface SecureAddress {
  /** For example `https://notes.example`. */
  readonly origin: string
  readonly key: string
  readonly cert: string
}

export interface DeploymentOptions {
  readonly options?: Partial<SallyportOptions> | undefined
  /** Members of `authorizationServer` to change. */
  readonly authorizationServer?: Partial<AuthorizationServerSettings> | undefined
  readonly idp?: DevIdpOptions | undefined
  /** Default: plain http on the loopback address. */
  readonly secure?: SecureAddress | undefined
  /** Default: that of the machine. */
  readonly runtime?: Runtime | undefined
}

/** Puts a framework in front of both gates; a Node server calls what it returns. */
export type Door = (sallyport: Sallyport) => RequestListener | Promise<RequestListener>

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/** Opens a deployment on free ports. */
export async function openDeployment(door: Door, setup: DeploymentOptions = {}): Promise<Deployment> {
  const { options = {}, secure } = setup
  const opened: { listener?: RequestListener } = {}
  const answer: RequestListener = (request, response) => {
    opened.listener?.(request, response)
  }
  const server = secure ? createSecureServer(secure, answer) : createServer(answer)
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
        ...setup.authorizationServer,
      },
      keys: developmentKeys(),
      store: memoryStore(),
      audit: [{ write: (event) => void events.push(event) }],
      unsafelyAllowHttpLoopback: secure === undefined,
      ...options,
    },
    setup.runtime,
  )
  opened.listener = await door(sallyport)
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await sallyport.close()
    await idp.close()
  }
  return { origin, endpoint: `${origin}/mcp`, sallyport, idp, events, port, close }
}

/** A deployment that ends with the test. */
export async function startDeployment(door: Door, setup: DeploymentOptions = {}): Promise<Deployment> {
  const deployment = await openDeployment(door, setup)
  onTestFinished(() => deployment.close())
  return deployment
}
