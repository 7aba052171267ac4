import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js'
import { createSallyport, oidcUpstream } from '@sallyport/core'
import { generateKeySet, parseKeySet } from '@sallyport/core/keys'
import { memoryStore, type Store } from '@sallyport/core/store'
import { createTokenIssuer } from '@sallyport/core/tokens'
import { protect } from '@sallyport/express'
import { sqliteStore } from '@sallyport/sqlite'
import express, { type RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import { jwtVerify } from 'jose'

const ISSUER = 'https://notes.example.com'
const RESOURCE = `${ISSUER}/mcp`
const TOKENS = 50

const keys = await parseKeySet(await generateKeySet())
const [signer] = keys.signing
if (signer === undefined) throw new Error('no key')

/** What every route answers: the cheapest handler there is, so that what stands before it shows. */
const handler: RequestHandler = (req, res) => {
  const message = req.body as { id: number } | undefined
  res.json({ jsonrpc: '2.0', id: message?.id, result: { content: [] } })
}

async function sdkRoute(): Promise<RequestListener> {
  const key = await signer!.verificationKey()
  const verifier = {
    async verifyAccessToken(token: string) {
      const expected = { issuer: ISSUER, audience: RESOURCE, typ: 'at+jwt', algorithms: [signer!.alg] }
      const { payload } = await jwtVerify(token, key, expected).catch(() => {
        throw new InvalidTokenError('invalid')
      })
      const { client_id: clientId, scope, exp = 0 } = payload as { client_id: string; scope: string; exp?: number }
      return { token, clientId, scopes: scope.split(' '), expiresAt: exp, resource: new URL(RESOURCE) }
    },
  }
  const limit = rateLimit({ windowMs: 60_000, limit: 1_000_000_000, standardHeaders: 'draft-8', legacyHeaders: false })
  const auth = requireBearerAuth({ verifier, requiredScopes: ['notes:read'], expectedResource: new URL(RESOURCE) })
  return express().post('/mcp', limit, auth, express.json(), handler) as RequestListener
}

async function protectedRoute(store: Store): Promise<RequestListener> {
  const rate = { burst: 1_000_000_000, intervalMs: 1 }
  const sallyport = createSallyport({
    resource: RESOURCE,
    operations: { default: ['notes:read'] },
    authorizationServer: {
      issuer: ISSUER,
      upstream: oidcUpstream({ issuer: 'https://login.example.com', clientId: 'bench', clientSecret: 'never sent' }),
    },
    keys: { load: () => Promise.resolve(keys) },
    store,
    limits: { user: rate },
  })
  await sallyport.ready()
  return express().post('/mcp', protect(sallyport), handler) as RequestListener
}

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const issuer = createTokenIssuer({ issuer: ISSUER, signers: keys.signing })
const tokens = await Promise.all(
  Array.from({ length: TOKENS }, async (_, index) => {
    const { accessToken } = await issuer.issue({
      subject: `subject-${String(index)}`,
      clientId: 'c_bench',
      resource: RESOURCE,
      scopes: ['notes:read'],
      grantId: `grant-${String(index)}`,
      roles: [],
      notAfterMs: Date.now() + 3_600_000,
    })
    return accessToken
  }),
)

const file = join(mkdtempSync(join(tmpdir(), 'sallyport-bench-')), 'bench.db')
const routes = {
  'bare route': await listen(express().post('/mcp', express.json(), handler) as RequestListener),
  'SDK requireBearerAuth': await listen(await sdkRoute()),
  'protect, memory': await listen(await protectedRoute(memoryStore())),
  'protect, SQLite': await listen(await protectedRoute(sqliteStore({ path: file }))),
}
process.send?.({ routes, tokens })
process.once('disconnect', () => process.exit(0))
