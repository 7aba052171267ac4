import { describe, expect, it } from 'vitest'
import { call, facts, gateWorld, METADATA_URL, RESOURCE } from './fixture.js'

describe('a request that may run', () => {
  it('says who is calling in the shape of the SDKs, without the token [RS-39]', async () => {
    const { run, token, runtime } = await gateWorld()
    const accessToken = await token({ scopes: ['notes:read'], roles: ['admin'] })
    const result = await run(accessToken, call('notes_list'))
    if (!result.allowed) throw new Error('refused')
    const { principal, authInfo } = result
    // What is kept under a symbol is for this package, and never shows.
    expect({ ...authInfo, extra: Object.fromEntries(Object.entries(authInfo.extra)) }).toEqual({
      token: `sallyport:${principal.tokenId}`,
      clientId: 'c_1',
      scopes: ['notes:read'],
      expiresAt: runtime.nowMs() / 1000 + 3600,
      resource: new URL(RESOURCE),
      resourceMetadataUrl: METADATA_URL,
      extra: {
        subject: 'alice',
        issuer: 'https://notes.example.com',
        grantId: 'g_1',
        roles: ['admin'],
        tokenId: principal.tokenId,
        requestId: expect.any(String) as string,
      },
    })
    const handedOut = JSON.stringify(result)
    for (const part of accessToken.split('.')) expect(handedOut).not.toContain(part)
  })

  it('cannot use what it was given as a token [RS-39] [F-10]', async () => {
    const { run, token, admit } = await gateWorld()
    const result = await run(await token(), call('notes_list'))
    if (!result.allowed) throw new Error('refused')
    expect((await admit(result.authInfo.token)).allowed).toBe(false)
  })

  it('gets the token only where that was switched on, loudly [RS-39]', async () => {
    const { run, token, verifier, events } = await gateWorld({ unsafelyExposeToken: true })
    expect(events).toMatchObject([{ kind: 'unsafe.enabled', option: 'unsafelyExposeToken' }])
    const accessToken = await token()
    const result = await run(accessToken, call('notes_list'))
    expect(result.allowed && result.authInfo.token).toBe(accessToken)
    expect((await verifier.verifyAccessToken(accessToken)).token).toBe(accessToken)
  })

  it('shares nothing that one handler could change for the next [F-07]', async () => {
    const { run, token } = await gateWorld()
    const accessToken = await token()
    const first = await run(accessToken, call('notes_list'))
    if (!first.allowed) throw new Error('refused')
    first.authInfo.scopes.push('notes:delete')
    first.authInfo.resource.pathname = '/other'
    Object.assign(first.authInfo.extra, { subject: 'mallory' })
    const second = await run(accessToken, call('notes_list'))
    if (!second.allowed) throw new Error('refused')
    expect(second.authInfo.scopes).toEqual(['notes:read'])
    expect(second.authInfo.resource.href).toBe(RESOURCE)
    expect(second.authInfo.extra).toMatchObject({ subject: 'alice' })
    expect((await run(accessToken, call('notes_delete'))).allowed).toBe(false)
  })

  it('is in the audit log: who, with which client, what, under one request id [F-84]', async () => {
    const { run, token, events } = await gateWorld()
    const result = await run(await token(), call('notes_list'))
    if (!result.allowed) throw new Error('refused')
    expect(events).toEqual([
      {
        at: '2026-01-01T00:00:00.000Z',
        kind: 'request.admitted',
        outcome: 'allowed',
        requestId: result.authInfo.extra['requestId'],
        address: '203.0.113.9',
        subject: 'alice',
        clientId: 'c_1',
        resource: RESOURCE,
        grantId: 'g_1',
        tokenId: result.principal.tokenId,
        scopes: ['notes:read'],
        method: 'POST',
        operation: 'tools/notes_list',
      },
    ])
  })

  it('has a request id of its own [F-84]', async () => {
    const { admit, token } = await gateWorld()
    const accessToken = await token()
    const ids = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const admitted = await admit(accessToken)
        return admitted.allowed ? admitted.requestId : ''
      }),
    )
    expect(new Set(ids).size).toBe(50)
  })

  it('is let through without waiting once its token is known [F-07]', async () => {
    const { gate, run, token } = await gateWorld()
    const accessToken = await token()
    await run(accessToken, call('notes_list'))
    const admitted = gate.admit(facts({ headers: [['authorization', `Bearer ${accessToken}`]] }))
    if (admitted instanceof Promise || !admitted.allowed) throw new Error('waited, or refused')
    expect(gate.authorize(admitted, call('notes_list'))).toMatchObject({ allowed: true })
    expect(gate.completed(admitted, { status: 200 })).toBeUndefined()
  })
})

describe('the verifier for the SDK’s own middleware', () => {
  it('answers with the same shape [RS-39]', async () => {
    const { verifier, token } = await gateWorld()
    expect(await verifier.verifyAccessToken(await token())).toMatchObject({
      token: expect.stringMatching(/^sallyport:/) as string,
      clientId: 'c_1',
      resourceMetadataUrl: METADATA_URL,
      extra: { subject: 'alice' },
    })
  })

  it('refuses what the gate refuses [RS-25] [RS-28]', async () => {
    const { verifier, forge } = await gateWorld()
    for (const token of ['garbage', await forge({ claims: { aud: 'https://other.example' } })]) {
      await expect(verifier.verifyAccessToken(token)).rejects.toMatchObject({ error: 'invalid_token' })
    }
  })
})

describe('at start', () => {
  it.each([
    ['http on a public name', { resource: 'http://notes.example.com/mcp' }],
    ['a fragment', { resource: 'https://notes.example.com/mcp#x' }],
    ['no authorization server', { authorizationServers: [] }],
    ['an operation key that can never match', { operations: { 'tool/x': [] } }],
    ['offline_access as a permission', { operations: { default: ['offline_access'] } }],
    ['every proxy trusted', { trustProxy: ['0.0.0.0/0'] }],
    ['a hop count instead of networks', { trustProxy: 1 }],
    ['every origin allowed', { allowedOrigins: ['*'] }],
    ['no body at all', { maxBodyBytes: 0 }],
    ['a hook that is no function', { authorize: true }],
    ['an unknown option', { resources: [] }],
  ])('refuses %s [RS-02] [RS-06] [RS-09] [F-88]', async (_case, wrong) => {
    await expect(gateWorld(wrong as object)).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })
})
