import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALICE, DAY, fulfilled, MINUTE, presentCode, withCode, world, CHALLENGE, REDIRECT } from './harness.js'

const refused = (error: string, reason: string) => ({ code: 'ERR_OAUTH', error, reason })

describe('the first presentation of a code', () => {
  it.each([
    ['another client', { clientId: 'c_two' }, 'invalid_grant', 'code_client_mismatch', '[AS-29]'],
    [
      'another redirect URI',
      { redirectUri: 'https://client.example/cb2' },
      'invalid_grant',
      'code_redirect_mismatch',
      '[AS-29] [AS-30]',
    ],
    [
      'a redirect URI in other letters',
      { redirectUri: 'https://client.example/CB' },
      'invalid_grant',
      'code_redirect_mismatch',
      '[AS-30]',
    ],
    [
      'another resource',
      { resource: 'https://other.example/mcp' },
      'invalid_target',
      'code_resource_mismatch',
      '[AS-29] [AS-37]',
    ],
    ['no verifier', { codeVerifier: undefined }, 'invalid_grant', 'pkce_malformed', '[AS-28]'],
    ['the wrong verifier', { codeVerifier: 'a'.repeat(43) }, 'invalid_grant', 'pkce_mismatch', '[AS-27]'],
    ['a verifier of 42 characters', { codeVerifier: 'a'.repeat(42) }, 'invalid_grant', 'pkce_malformed', '[AS-27]'],
    ['a verifier of 129 characters', { codeVerifier: 'a'.repeat(129) }, 'invalid_grant', 'pkce_malformed', '[AS-27]'],
    ['the challenge as verifier', { codeVerifier: CHALLENGE }, 'invalid_grant', 'pkce_mismatch', '[AS-27]'],
  ])('with %s is refused and burns the code [AS-32]', async (_case, change, error, reason, _ids) => {
    const { grants, kinds } = world()
    const { code, grant } = await withCode(grants)

    await expect(grants.redeemCode(presentCode(code, change))).rejects.toMatchObject(refused(error, reason))
    expect(kinds()).toContain('code.refused')
    expect(await grants.find(grant.grantId)).toEqual(grant)
    await expect(grants.redeemCode(presentCode(code))).rejects.toMatchObject(refused('invalid_grant', 'code_replayed'))
  })
})
