/** One of the processes of a deployment: the gate, the OAuth routes, and an MCP handler that says who is calling. */
import { createSallyport, oidcUpstream } from '@sallyport/core'
import type { AuditEvent } from '@sallyport/core/audit'
import { keysFromFile, listen } from '@sallyport/core/node'
import { oauthRoutes, protect } from '@sallyport/express'
import express, { type Request, type Response } from 'express'
import { KEEP_ALIVE_MS } from './balancer.js'
import { readConfig, sayReady } from './child.js'
import { openStore } from './open-store.js'
import { OPERATOR_CLIENT, SCOPE, USER_LIMIT, type ServerConfig } from './server-config.js'
import { shiftedRuntime } from './shifted-runtime.js'

const { port, origin, provider, keysFile, store, skewMs } = readConfig() as ServerConfig

/** The limits of addresses and logins are tested elsewhere; here a few hundred clients are one machine. */
const WIDE = { burst: 1_000_000, intervalMs: 1 }
const rooms = ['authorize', 'callback', 'gate', 'register', 'revoke', 'token'] as const

const sallyport = createSallyport(
  {
    resource: `${origin}/mcp`,
    scopes: { [SCOPE]: 'Call this server' },
    operations: { default: [SCOPE] },
    authorizationServer: {
      issuer: origin,
      upstream: oidcUpstream({ ...provider, unsafelyAllowHttpLoopback: true }),
      registration: {
        dynamic: true,
        clients: [
          {
            client_id: OPERATOR_CLIENT.id,
            redirect_uris: [OPERATOR_CLIENT.redirectUri],
            token_endpoint_auth_method: 'none',
            consent: 'not_required',
          },
        ],
      },
    },
    keys: keysFromFile(keysFile),
    store: await openStore(store),
    limits: {
      user: USER_LIMIT,
      logins: WIDE,
      registrations: WIDE,
      failures: Object.fromEntries(rooms.map((room) => [room, WIDE])),
    },
    audit: [{ write: (event: AuditEvent) => tell(event) }],
    trustProxy: ['127.0.0.1/32'],
    unsafelyAllowHttpLoopback: true,
  },
  ...(skewMs === 0 ? [] : [shiftedRuntime(skewMs)]),
)

type Told = 'reason' | 'operation' | 'grantId'

/** What a violation is explained with: refusals and outages, in the order in which they came. */
function tell(event: AuditEvent): void {
  if (event.outcome === 'allowed' || event.kind === 'limit.exceeded') return
  const { kind, reason, operation, grantId } = event as AuditEvent & { [Name in Told]?: string }
  process.stdout.write(`${[kind, reason, operation, grantId].filter(Boolean).join(' ')}\n`)
}

const app = express()
app.disable('x-powered-by')
app.use(oauthRoutes(sallyport))
app.all('/mcp', protect(sallyport), (req, res) => void handle(req, res).catch(() => unavailable(res)))

/** As a transport does: a session is written down before its id is told, and gone before its end is. */
async function handle(req: Request & { auth?: { clientId: string } }, res: Response): Promise<void> {
  const { sessions } = sallyport
  const sessionId = req.get('mcp-session-id')
  if (req.method === 'DELETE' && sessionId !== undefined) {
    await sessions.end({ authInfo: req.auth, sessionId })
    res.status(204).end()
    return
  }
  const { id = null, method } = req.body as { id?: unknown; method?: string }
  if (method === 'initialize') {
    const opened = sessions.transports.newSessionId()
    await sessions.transports.opened(req.auth, opened)
    res.setHeader('mcp-session-id', opened)
  }
  res.json({ jsonrpc: '2.0', id, result: { caller: req.auth?.clientId } })
}

function unavailable(res: Response): void {
  res
    .status(503)
    .set('retry-after', '1')
    .json({ jsonrpc: '2.0', error: { code: 503, message: 'Service unavailable' } })
}

const { server } = await listen(app, { port, protectedBy: sallyport })
server.keepAliveTimeout = KEEP_ALIVE_MS
await sallyport.ready()
sayReady()
