import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'
import type express from 'express'
import { expect, it } from 'vitest'
import { startApp } from './support/app.js'
import { register, signIn } from './support/oauth-client.js'
import { openWalker } from './support/walker.js'

it('sallyport.verifier fits the SDK’s own requireBearerAuth: 401 for bad tokens, the caller for good ones [RS-25] [RS-28]', async () => {
  const app = await startApp({
    before: (host: express.Express) =>
      void host.get(
        '/other',
        requireBearerAuth({
          verifier: { verifyAccessToken: (token) => app.sallyport.verifier.verifyAccessToken(token) },
        }),
        (req, res) => void res.json((req as { auth?: unknown }).auth),
      ),
  })
  const ask = (token: string) => fetch(`${app.origin}/other`, { headers: { authorization: `Bearer ${token}` } })
  expect((await ask('nonsense')).status).toBe(401)
  const { tokens } = await signIn(app, await register(app), openWalker())
  const answer = await ask(tokens.access_token)
  expect(await answer.json()).toMatchObject({
    resource: app.endpoint,
    token: expect.stringMatching(/^sallyport:/) as string,
  })
  await app.sallyport.revoke({ clientId: 'unknown' })
  const principal = await app.sallyport.verifier.verifyAccessToken(tokens.access_token)
  expect(await app.sallyport.revoke({ subject: String(principal.extra['subject']) })).toBe(1)
  expect((await ask(tokens.access_token)).status).toBe(401)
})
