import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js'
import { OAuthError as SdkV2Error, requireBearerAuth } from '@modelcontextprotocol/server'
import { describe, expect, it } from 'vitest'
import { connect } from '../compositions/authorization-server/steps.js'
import { deployment } from './deployment.js'

it('leaves the same trace as the gate when the SDK asks about a token [F-84] [RS-28] [RS-40]', async () => {
  const d = deployment()
  const { clientId, tokens } = await connect(d)
  d.events.length = 0
  const { extra } = await d.sallyport.verifier.verifyAccessToken(tokens.access_token)
  await expect(d.sallyport.verifier.verifyAccessToken('nonsense')).rejects.toThrow()
  await d.sallyport.revoke({ clientId })
  await expect(d.sallyport.verifier.verifyAccessToken(tokens.access_token)).rejects.toThrow()
  const asked = d.events.filter(({ kind }) => kind.startsWith('request.'))
  expect(asked).toMatchObject([
    { kind: 'request.admitted', clientId, subject: extra['subject'], requestId: extra['requestId'] },
    { kind: 'request.refused', reason: 'token_malformed', status: 401 },
    { kind: 'request.refused', reason: 'token_revoked', status: 401 },
  ])
  const log = JSON.stringify(d.events)
  for (const part of tokens.access_token.split('.')) expect(log).not.toContain(part)
})

describe('the bearer gate of SDK v2, with sallyport.verifier', () => {
  const ask = (d: ReturnType<typeof deployment>, token: string) =>
    requireBearerAuth({ verifier: d.sallyport.verifier, resourceMetadataUrl: 'https://notes.example/metadata' })(
      new Request('https://notes.example/mcp', { headers: { authorization: `Bearer ${token}` } }),
    )

  it.each([['nonsense'], ['a.b.c'], ['']])(
    'answers 401 with a challenge to %j [RS-25] [RS-28] [F-91]',
    async (token) => {
      const answer = await ask(deployment(), token)
      expect(answer).toMatchObject({ status: 401 })
      expect((answer as Response).headers.get('www-authenticate')).toContain('error="invalid_token"')
    },
  )

  it('knows the caller of a good token, and nobody once it is revoked [F-91] [RS-40]', async () => {
    const d = deployment()
    // The SDK looks at the clock of the machine.
    d.runtime.setNow(Date.now())
    const { clientId, tokens } = await connect(d)
    expect(await ask(d, tokens.access_token)).toMatchObject({ clientId, token: expect.stringMatching(/^sallyport:/) })
    await d.sallyport.revoke({ clientId })
    expect(await ask(d, tokens.access_token)).toMatchObject({ status: 401 })
  })

  it('throws one error that both SDKs take for theirs, and that says nothing of the reason [F-91] [RS-41]', async () => {
    const error: unknown = await deployment()
      .sallyport.verifier.verifyAccessToken('nonsense')
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(InvalidTokenError)
    expect(error instanceof SdkV2Error).toBe(true)
    expect(JSON.stringify([String(error), error])).not.toContain('malformed')
  })
})
