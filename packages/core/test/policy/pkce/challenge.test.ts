import { describe, expect, it } from 'vitest'
import { assertChallenge } from '../../../src/policy/pkce/index.js'

/** RFC 7636 appendix B. */
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

describe('assertChallenge', () => {
  it.each([
    ['without a challenge [AS-25] [F-14]', undefined, 'S256', 'pkce_missing'],
    ['with neither challenge nor method [AS-25]', undefined, undefined, 'pkce_missing'],
    ['without a method, which would mean plain [AS-26]', CHALLENGE, undefined, 'pkce_method'],
    ['with the method plain [AS-26]', CHALLENGE, 'plain', 'pkce_method'],
    ['with the method in lower case [AS-26]', CHALLENGE, 's256', 'pkce_method'],
    ['with an unknown method [AS-26]', CHALLENGE, 'S512', 'pkce_method'],
    ['with an empty challenge [AS-27]', '', 'S256', 'pkce_challenge_malformed'],
    ['with 42 characters [AS-27]', CHALLENGE.slice(1), 'S256', 'pkce_challenge_malformed'],
    ['with 44 characters [AS-27]', `A${CHALLENGE}`, 'S256', 'pkce_challenge_malformed'],
    ['with padding [AS-27]', `${CHALLENGE}=`, 'S256', 'pkce_challenge_malformed'],
    ['with the alphabet of base64 [AS-27]', `+/${CHALLENGE.slice(2)}`, 'S256', 'pkce_challenge_malformed'],
    ['with bits that no digest leaves set [AS-27]', `${CHALLENGE.slice(0, 42)}N`, 'S256', 'pkce_challenge_malformed'],
    ['with a line feed at the end [AS-27]', `${CHALLENGE}\n`, 'S256', 'pkce_challenge_malformed'],
  ])('refuses a request %s', (_case, challenge, method, reason) => {
    expect(() => assertChallenge(challenge, method)).toThrow(
      expect.objectContaining({ code: 'ERR_OAUTH_REDIRECTABLE', error: 'invalid_request', reason }),
    )
  })

  it('accepts the challenge of RFC 7636 appendix B [AS-27]', () => {
    expect(() => assertChallenge(CHALLENGE, 'S256')).not.toThrow()
  })
})
