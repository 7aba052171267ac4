import { expect, it } from 'vitest'
import { memoryStore } from '../../../src/store/index.js'
import { handle, locationOf } from './browser.js'
import { CHALLENGE, ISSUER, RESOURCE, VERIFIER, world, type World } from './harness.js'
import { authorizeUrl, postForm, postJson, type TokenResponse } from './steps.js'
import { UPSTREAM_TOKEN } from './test-upstream.js'
import { watchStore } from './watched-store.js'

/** From registration to revocation; returns every answer as text, and the secrets that came up. */
async function wholeLife(w: World): Promise<{ answers: string; secrets: string[] }> {
  const answers: string[] = []
  const keep = async (response: Response): Promise<Response> => {
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
    answers.push(`${headers}\n${await response.clone().text()}`)
    return response
  }
  const registered = await keep(
    await postJson(w.server, {
      redirect_uris: ['https://app.example/cb'],
      token_endpoint_auth_method: 'client_secret_post',
    }),
  )
  const { client_id: clientId, client_secret: clientSecret } = (await registered.json()) as Record<string, string>
  const browser = w.browser()
  const page = await keep(await browser.get(authorizeUrl({ client_id: clientId, scope: 'notes:read offline_access' })))
  const redirect = await keep(await browser.decide(page, 'approve'))
  const code = locationOf(await keep(await browser.login(redirect, 'alice'))).searchParams.get('code')!
  const client = { client_id: clientId, client_secret: clientSecret }
  const redeemed = await keep(
    await postForm(w.server, '/token', { ...client, grant_type: 'authorization_code', code, code_verifier: VERIFIER }),
  )
  const tokens = (await redeemed.json()) as TokenResponse
  w.runtime.advance(3_700_000)
  const refreshed = await keep(
    await postForm(w.server, '/token', { ...client, grant_type: 'refresh_token', refresh_token: tokens.refresh_token }),
  )
  const next = (await refreshed.json()) as TokenResponse
  await keep(await postForm(w.server, '/revoke', { ...client, token: next.refresh_token }))
  await keep(await handle(w.server, new Request(`${ISSUER}/callback?state=x`)))
  const [login] = w.upstream.logins
  return {
    answers: answers.join('\n\n'),
    secrets: [
      ...[clientSecret!, code, VERIFIER, login!.codeVerifier, login!.state, 'client-state'],
      ...[tokens.access_token, tokens.refresh_token!, next.access_token, next.refresh_token!],
      ...browser.setCookies
        .map((line) => line.slice(line.indexOf('=') + 1).split(';')[0]!)
        .filter((value) => value !== ''),
    ],
  }
}

it('keeps the tokens of the provider to itself: none in any body, header or redirect [PX-25] [F-01]', async () => {
  const w = await world()
  const { answers } = await wholeLife(w)
  expect(answers).toContain('access_token')
  expect(answers).not.toContain(UPSTREAM_TOKEN)
})

it('stores no secret in clear: codes, tokens, verifiers, states, cookies, client secrets [AS-15] [PX-30] [F-16]', async () => {
  const written: unknown[] = []
  const w = await world({
    store: (runtime) =>
      watchStore(memoryStore({}, runtime), (call, parameters) => {
        written.push(parameters)
        return call(...parameters)
      }),
  })
  const { secrets } = await wholeLife(w)
  const dump = JSON.stringify(written)
  expect(written.length).toBeGreaterThan(20)
  expect(dump).not.toContain(UPSTREAM_TOKEN)
  for (const secret of secrets) expect(dump).not.toContain(secret)
})

it('writes no secret into the audit log [RS-40]', async () => {
  const w = await world()
  const { secrets } = await wholeLife(w)
  const log = JSON.stringify(w.events)
  expect(w.events.length).toBeGreaterThan(8)
  expect(log).not.toContain(UPSTREAM_TOKEN)
  for (const secret of secrets) expect(log).not.toContain(secret)
})

it('never says the provider’s code or verifier to the client, or the client’s to the provider [PX-27]', async () => {
  const w = await world()
  const { answers } = await wholeLife(w)
  expect(answers).not.toContain(w.upstream.logins[0]!.codeVerifier)
  expect(answers).not.toContain('upstream-code-')
  for (const url of w.upstream.visited) {
    expect(url.href).not.toContain(CHALLENGE)
    expect(url.href).not.toContain(encodeURIComponent(RESOURCE))
  }
})
