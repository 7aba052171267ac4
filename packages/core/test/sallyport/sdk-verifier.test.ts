import { expect, it } from 'vitest'
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
