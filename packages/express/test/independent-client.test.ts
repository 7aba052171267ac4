import * as oauth from 'oauth4webapi'
import { describe, expect, it } from 'vitest'
import { majors, startApp } from './support/app.js'
import { callMcp, message } from './support/call-mcp.js'
import { discover, INSECURE, register, REDIRECT_URI, signIn } from './support/oauth-client.js'
import { openWalker } from './support/walker.js'

const refresh = (client: Awaited<ReturnType<typeof register>>, token: string) =>
  oauth.refreshTokenGrantRequest(client.as, client.client, client.auth, token, INSECURE)

describe.each(Object.entries(majors))('an independent client (oauth4webapi) on %s', (_name, framework) => {
  it('is refused without a good token and learns where to go [RS-01] [RS-04] [RS-29]', async () => {
    const app = await startApp({ framework })
    const attempt = oauth.protectedResourceRequest('none', 'POST', new URL(app.endpoint), new Headers(), '{}', INSECURE)
    await expect(attempt).rejects.toMatchObject({
      cause: [{ scheme: 'bearer', parameters: { error: 'invalid_token' } }],
    })
    const challenge = (await callMcp(app, undefined)).headers.get('www-authenticate')
    expect(challenge).toContain(`resource_metadata="${app.origin}/.well-known/oauth-protected-resource/mcp"`)
    expect(challenge).not.toContain('error=')
  })

  it('gets nothing for a wrong verifier, and the right one comes too late [AS-27] [AS-32]', async () => {
    const app = await startApp({ framework })
    const client = await register(app)
    const { callback, verifier } = await signIn(app, client, openWalker())
    const form = (codeVerifier: string) =>
      fetch(client.as.token_endpoint ?? '', {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: callback.searchParams.get('code') ?? '',
          code_verifier: codeVerifier,
          redirect_uri: REDIRECT_URI,
          client_id: client.client.client_id,
        }),
      })
    for (const attempt of ['x'.repeat(43), verifier]) {
      const response = await form(attempt)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: 'invalid_grant' })
    }
  })

  it.each(['none', 'client_secret_basic', 'client_secret_post'] as const)(
    'registered with %s walks the flow, calls, refreshes and revokes [AS-01] [AS-53] [AS-99] [F-01]',
    async (method) => {
      const app = await startApp({ framework })
      const client = await register(app, method)
      const { tokens } = await signIn(app, client, openWalker(), { scope: 'notes:read offline_access' })
      expect(tokens.scope).toBe('notes:read')

      const answer = await callMcp(app, tokens.access_token, message('tools/call', { name: 'notes_list' }))
      expect(answer.status).toBe(200)
      expect(JSON.stringify(await answer.json())).not.toContain(tokens.access_token)

      const renewed = await oauth.processRefreshTokenResponse(
        client.as,
        client.client,
        await refresh(client, tokens.refresh_token ?? ''),
      )
      expect(renewed.refresh_token).not.toBe(tokens.refresh_token)

      const { as, auth } = client
      const ended = await oauth.revocationRequest(as, client.client, auth, renewed.refresh_token ?? '', INSECURE)
      await oauth.processRevocationResponse(ended)
      expect((await callMcp(app, renewed.access_token)).status).toBe(401)
      expect((await refresh(client, renewed.refresh_token ?? '')).status).toBe(400)
    },
  )

  it('finds the same document at every well-known address [AS-02] [AS-03]', async () => {
    const app = await startApp({ framework })
    const as = await discover(app)
    const oidc = await fetch(`${app.origin}/.well-known/openid-configuration`)
    expect(await oidc.json()).toEqual(as)
    expect(as.issuer).toBe(app.origin)
  })
})
