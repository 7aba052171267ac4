import { createHash, randomBytes } from 'node:crypto'
import type { Scene } from './attacks.js'

/** Another application of the company, known to the same provider. */
export const OTHER_APP = { clientId: 'other-app', redirectUris: ['http://127.0.0.1:48123/callback'] }

/** A genuine access token of the provider for the victim, as any other application of the company may hold one. */
export async function providerToken({ example, victim }: Scene): Promise<string> {
  const [redirectUri = ''] = OTHER_APP.redirectUris
  const verifier = randomBytes(48).toString('base64url')
  const url = new URL(`${example.idpOrigin}/auth`)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: OTHER_APP.clientId,
    redirect_uri: redirectUri,
    scope: 'openid email',
    state: 'other',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()

  // The victim is signed in at the provider: the browser goes straight through, and nothing listens where it arrives.
  const page = await victim.context.newPage()
  const arrival = page.waitForRequest((request) => request.url().startsWith(redirectUri))
  await page.goto(url.href).catch(() => undefined)
  const code = new URL((await arrival).url()).searchParams.get('code') ?? ''
  await page.close()

  const response = await fetch(`${example.idpOrigin}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: OTHER_APP.clientId,
      code_verifier: verifier,
    }),
  })
  const { access_token: token } = (await response.json()) as { access_token?: string }
  if (!token) throw new Error('The provider gave no token to the other application.')
  return token
}
