import { describe, expect, it } from 'vitest'
import { call, facts, gateWorld, header, METADATA_URL, replyOf, summary } from './fixture.js'

describe('the challenge', () => {
  it('has no error for a request without credentials [RS-29] [RS-04] [RS-08]', async () => {
    const { gate } = await gateWorld()
    expect(summary(await gate.admit(facts()))).toEqual({
      status: 401,
      challenge: `Bearer resource_metadata="${METADATA_URL}", scope="notes:read"`,
    })
  })

  it('says invalid_token for a bad token, and keeps metadata and scope [RS-28] [RS-30]', async () => {
    const { admit } = await gateWorld()
    expect(summary(await admit('not-a-token'))).toEqual({
      status: 401,
      challenge: `Bearer error="invalid_token", scope="notes:read", resource_metadata="${METADATA_URL}"`,
    })
  })

  it('names every scope of the operation in one 403 [RS-60] [RS-61] [RS-64]', async () => {
    const { run, token } = await gateWorld()
    const result = await run(await token({ scopes: [] }), call('notes_add', 7))
    expect(summary(result)).toEqual({
      status: 403,
      challenge: `Bearer error="insufficient_scope", scope="notes:read notes:write", resource_metadata="${METADATA_URL}", error_description="notes:read notes:write needed"`,
    })
    expect(JSON.parse(replyOf(result).body)).toEqual({
      jsonrpc: '2.0',
      id: 7,
      error: { code: 403, message: 'Forbidden' },
    })
    expect(header(replyOf(result), 'cache-control')).toBe('no-store')
  })
})

it('lets a good request through and says who is calling, without the token [RS-39]', async () => {
  const { run, token } = await gateWorld()
  const accessToken = await token({ scopes: ['notes:read', 'notes:write'], roles: ['admin'] })
  const result = await run(accessToken, call('notes_add'))
  expect(result.allowed).toBe(true)
  expect(JSON.stringify(result)).not.toContain(accessToken.split('.')[2])
})
