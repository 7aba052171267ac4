import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { connect } from '../compositions/authorization-server/steps.js'
import { UPSTREAM } from '../compositions/authorization-server/test-upstream.js'
import { ISSUER } from '../compositions/authorization-server/harness.js'
import { json } from '../support/stub-server.js'
import { deployment } from './deployment.js'
import { AUDIENCE, END_MS, LAST_DAY_MS, migrating } from './migration-fixture.js'

const DAY_MS = 86_400_000

describe('a token of the upstream provider', () => {
  it('is refused while nobody asked for the migration [F-11] [RS-26]', async () => {
    const { raw } = await migrating()
    const d = deployment()
    expect(await d.call(await raw())).toBe(401)
    expect(d.events.findLast(({ kind }) => kind === 'request.refused')?.reason).toBe('token_issuer_unknown')
  })

  it('is let in as the same person that our own tokens name [F-11] [PX-31]', async () => {
    const d = await migrating()
    const { sub } = decodeJwt((await connect(d)).tokens.access_token)

    const { extra, clientId } = await d.authInfo(await d.raw())

    expect(extra).toMatchObject({ subject: sub, issuer: ISSUER, roles: [] })
    expect(clientId).toBe('upstream:old-app')
    expect((await d.authInfo(await d.raw({ sub: 'bob' }))).extra['subject']).not.toBe(sub)
  })

  it('may do what the configuration says, not what it says itself [F-11]', async () => {
    const d = await migrating()
    const token = await d.raw({ scope: 'notes:read notes:write notes:delete' })
    expect((await d.authInfo(token)).scopes).toEqual(['notes:read'])
    expect(await d.call(token)).toBe(200)
    expect(await d.call(token, 'tools/call', { name: 'notes_add' })).toBe(403)
  })

  it('leads nowhere upstream: what a client sent is never sent on [F-11] [RS-39]', async () => {
    const d = await migrating()
    const token = await d.raw()
    const authInfo = await d.authInfo(token)
    expect(JSON.stringify(authInfo)).not.toContain(token)
    expect(authInfo.extra).not.toHaveProperty('grantId')
    const attempt = d.sallyport.upstream.fetch({ authInfo }, `${UPSTREAM}/api`)
    await expect(attempt).rejects.toMatchObject({ error: 'invalid_request' })
    expect(d.upstream.refreshes).toBe(0)
    await expect(d.sallyport.upstream.person({ authInfo })).rejects.toMatchObject({ error: 'invalid_token' })
  })

  it('is not to be had together with the switch that hands tools what the client sent [F-11] [RS-39]', async () => {
    const start = migrating({}, { unsafelyExposeToken: true })
    await expect(start).rejects.toMatchObject({ code: 'ERR_CONFIG', option: expect.stringContaining('Upstream') })
  })

  it('is reported at each use, and once at the start [F-11]', async () => {
    const d = await migrating()
    const token = await d.raw()
    for (let use = 0; use < 3; use++) expect(await d.call(token)).toBe(200)

    const uses = d.events.filter(({ kind }) => kind === 'migration.used')
    expect(uses).toHaveLength(3)
    const who = { userIssuer: UPSTREAM, clientId: 'upstream:old-app', tokenId: 'j1', outcome: 'allowed' }
    expect(uses[2]).toMatchObject({ upstream: UPSTREAM, ...who })
    const switches = d.events.filter(({ kind }) => kind === 'unsafe.enabled')
    expect(switches).toContainEqual(expect.objectContaining({ option: 'unsafelyAcceptUpstreamTokens' }))
    expect(JSON.stringify(d.events)).not.toContain(token)
  })

  it.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ['another audience', { aud: 'api://other' }, {}, 'token_audience_foreign'],
    ['our resource as audience', { aud: 'https://notes.example.com/mcp' }, {}, 'token_audience_foreign'],
    ['no audience', { aud: undefined }, {}, 'token_aud_missing'],
    ['another issuer', { iss: 'https://evil.example' }, {}, 'token_issuer_unknown'],
    ['a key nobody published', {}, { kid: 'other' }, 'token_key_unknown'],
    ['the type of an ID token', {}, { typ: 'JWT' }, 'token_typ_refused'],
    ['no iat, so that no revocation could reach it', { iat: undefined }, {}, 'token_iat_missing'],
    ['a past exp', { iat: 1, exp: 2 }, {}, 'token_expired'],
    ['a key in cnf', { cnf: { jkt: 'x' } }, {}, 'token_sender_constrained'],
  ])('with %s is refused [F-11] [RS-25]', async (_case, claims, header, reason) => {
    const d = await migrating()
    expect(await d.call(await d.raw(claims, header))).toBe(401)
    expect(d.reason()).toBe(reason)
  })

  it.each([
    ['a nonce', { nonce: 'n' }],
    ['the hash of an access token', { at_hash: 'h' }],
    ['no scopes', { scope: undefined }],
    ['token_use: id', { token_use: 'id' }],
  ])('without at+jwt is an ID token when it has %s, and refused [F-11] [RS-31]', async (_case, claims) => {
    const d = await migrating({ unsafelyAcceptJwtTyp: true })
    expect(await d.call(await d.raw(claims, { typ: 'JWT' }))).toBe(401)
    expect(d.reason()).toBe('token_kind_refused')
    expect(await d.call(await d.raw({}, { typ: 'JWT' }))).toBe(200)
  })

  it('that says it is ours is held against our own keys [F-11]', async () => {
    const d = await migrating()
    expect(await d.call(await d.raw({ iss: ISSUER }))).toBe(401)
    expect(d.reason()).toBe('token_key_unknown')
    expect(await d.call((await connect(d)).tokens.access_token)).toBe(200)
  })

  it('ends at once with everything of its person, for as long as it could live [F-11] [F-09]', async () => {
    const d = await migrating({ until: '2027-03-31' })
    const token = await d.raw({ exp: Math.floor(LAST_DAY_MS / 1000) + 90 * 86_400 })
    expect(await d.call(token)).toBe(200)
    const { extra } = await d.authInfo(token)
    await d.sallyport.revoke({ subject: String(extra['subject']) })
    expect(await d.call(token)).toBe(401)
    expect(d.reason()).toBe('token_revoked')
    for (const days of [1, 29, 31]) {
      d.runtime.setNow(LAST_DAY_MS + days * DAY_MS)
      expect(await d.call(token)).toBe(401)
    }
  })

  it('counts for a day after it was issued, however long the provider lets it live [F-11]', async () => {
    const d = await migrating({ until: '2027-03-31' })
    const token = await d.raw({ exp: Math.floor(LAST_DAY_MS / 1000) + 90 * 86_400 })
    d.runtime.advance(DAY_MS - 1_000)
    expect(await d.call(token)).toBe(200)
    d.runtime.advance(60_000)
    expect(await d.call(token)).toBe(401)
  })
})

describe('the end of the migration', () => {
  it('stops a running server, remembered tokens included, with the first millisecond of the next day [F-11]', async () => {
    const d = await migrating()
    d.runtime.setNow(END_MS - 1_000)
    const token = await d.raw()
    expect(await d.call(token)).toBe(200)
    d.runtime.setNow(END_MS - 1)
    expect(await d.call(token)).toBe(200)
    d.runtime.setNow(END_MS)
    expect(await d.call(token)).toBe(401)
    expect(d.reason()).toBe('migration_ended')
    expect(await d.call((await connect(d)).tokens.access_token)).toBe(200)
  })

  it('is the end of every token: none is said to live longer [F-11]', async () => {
    const d = await migrating({}, { nowMs: END_MS - 60_000 })
    expect((await d.authInfo(await d.raw())).expiresAt).toBe(END_MS / 1000)
  })

  it('keeps the server from starting after it, and not before [F-11]', async () => {
    await expect(migrating({}, { nowMs: END_MS })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
    await expect(migrating({}, { nowMs: END_MS - 1 })).resolves.toBeDefined()
  })

  it.each(['', 'soon', '2026-04-31', '2026-3-31', '31.03.2026', '2026-03-31T12:00:00Z', '+02026-03-31'])(
    'cannot be %j [F-11]',
    async (until) => {
      await expect(migrating({ until })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
    },
  )

  it.each([
    ['no end', { until: undefined }],
    ['no audience', { audience: undefined }],
    ['scopes that nothing has', { scopes: ['admin'] }],
    [
      'two ways to verify',
      {
        introspection: { endpoint: 'https://a.example', clientId: 'c', clientSecret: 's' },
        jwksUri: 'https://a.example',
      },
    ],
    ['plain http to another machine', { jwksUri: 'http://login.example/jwks' }],
    ['a switch nobody knows', { forward: true }],
  ])('does not help settings with %s [F-11]', async (_case, changes) => {
    const settings = {
      until: '2026-03-31',
      audience: AUDIENCE,
      scopes: ['notes:read'],
      jwksUri: 'https://a.example',
      ...changes,
    }
    const start = () => deployment({ authorizationServer: { unsafelyAcceptUpstreamTokens: settings as never } })
    expect(start).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })
})

describe('an opaque token of the provider', () => {
  async function opaque() {
    const server = await migrating()
    const endpoint = `${server.provider.origin}/introspect`
    const d = await migrating({ introspection: { endpoint, clientId: 'notes', clientSecret: 's' } })
    const seconds = Math.floor(d.runtime.nowMs() / 1000)
    const says = (changes: object = {}) =>
      server.provider.on(
        '/introspect',
        json({
          ...{ active: true, aud: AUDIENCE, sub: 'alice', client_id: 'old-app', scope: 'api' },
          ...{ iat: seconds, exp: seconds + 3600, ...changes },
        }),
      )
    says()
    return { d, says, requests: server.provider.requests }
  }

  it('is verified there, and names the same person [F-11] [PX-31] [RS-37]', async () => {
    const { d } = await opaque()
    const { sub } = decodeJwt((await connect(d)).tokens.access_token)
    expect((await d.authInfo('opaque-of-alice')).extra['subject']).toBe(sub)
    expect(d.events.filter(({ kind }) => kind === 'migration.used')).toHaveLength(1)
  })

  it.each([
    ['not active', { active: false }, 'token_inactive'],
    ['for another audience', { aud: 'api://other' }, 'token_audience_foreign'],
    ['of another issuer', { iss: 'https://evil.example' }, 'token_issuer_unknown'],
    ['a refresh token', { scope: undefined }, 'token_kind_refused'],
  ])('that is %s is refused [F-11] [RS-37]', async (_case, changes, reason) => {
    const { d, says } = await opaque()
    says(changes)
    expect(await d.call('opaque-of-alice')).toBe(401)
    expect(d.reason()).toBe(reason)
  })

  it('is not shown to the provider any more after the end, and our secrets never are [F-11] [RS-39]', async () => {
    const { d, requests } = await opaque()
    const { tokens } = await connect(d)
    expect(await d.call(tokens.refresh_token ?? '')).toBe(401)
    d.runtime.setNow(END_MS)
    expect(await d.call('opaque-of-alice')).toBe(401)
    expect(d.reason()).toBe('migration_ended')
    expect(requests).toEqual([])
  })
})
