import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import { createOutbound } from '../../../src/primitives/outbound/index.js'
import { createIntrospection, type IntrospectionOptions } from '../../../src/services/tokens/index.js'
import { json, text } from '../../support/stub-server.js'
import { RESOURCE } from './fixture.js'
import { AS, introspectionWorld, jwtOf, OPAQUE } from './introspection-fixture.js'

describe('the question', () => {
  it('is an authenticated POST with the token in the body, never in the address [RS-37] [RS-40]', async () => {
    const { verify, server } = await introspectionWorld()
    expect(await verify()).toBe('alice')

    const [request] = server.requests
    expect(request).toMatchObject({ method: 'POST', path: '/introspect' })
    expect(request?.form.get('token')).toBe(OPAQUE)
    expect(request?.form.has('client_secret')).toBe(false)
    // RFC 6749 §2.3.1: form-encoded, so that the colon of the secret stays one.
    expect(request?.headers.authorization).toBe(`Basic ${btoa('us:s%3A1')}`)
  })

  it('carries the secret in the form where the server wants that, and then only there [RS-37]', async () => {
    const { verify, server } = await introspectionWorld({ authMethod: 'client_secret_post' })
    expect(await verify()).toBe('alice')
    expect(server.requests[0]?.form.get('client_secret')).toBe('s:1')
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })

  it.each<[string, Partial<IntrospectionOptions>]>([
    ['plain http to another machine', { endpoint: 'http://as.example/introspect' }],
    ['a secret in the address', { endpoint: 'https://us:secret@as.example/introspect' }],
    ['no secret', { clientSecret: '' }],
    ['answers believed for an hour', { maxStaleMs: 3_600_000 }],
    ['answers believed for less than nothing', { maxStaleMs: -1 }],
    ['an option nobody knows', { tokenTypeHint: 'x' } as object],
  ])('is refused at start with %s [RS-37] [RS-38]', (_case, changes) => {
    const options = { endpoint: 'https://as.example/introspect', clientId: 'us', clientSecret: 's', ...changes }
    expect(() => createIntrospection(options, createOutbound({}))).toThrow(ConfigError)
  })
})

describe('an answer', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['active: "true"', { active: 'true' }, 'token_inactive'],
    ['active: 1', { active: 1 }, 'token_inactive'],
    ['active: false', { active: false }, 'token_inactive'],
    ['no active', { active: undefined }, 'token_inactive'],
    ['no aud', { aud: undefined }, 'token_aud_missing'],
    ['the aud of a neighbour', { aud: `${RESOURCE}2` }, 'token_audience_foreign'],
    ['an empty aud', { aud: [] }, 'token_aud_missing'],
    ['another iss', { iss: 'https://as.example' }, 'token_issuer_unknown'],
    ['an iss that is no text', { iss: [AS] }, 'token_issuer_unknown'],
    ['a past exp', { iat: 1, exp: 2 }, 'token_expired'],
    ['no exp', { exp: undefined }, 'token_exp_missing'],
    ['exp as text', { exp: '9999999999' }, 'token_exp_malformed'],
    ['exp before iat', { exp: 1 }, 'token_exp_malformed'],
    ['a later nbf', { nbf: 9_999_999_999 }, 'token_not_yet_valid'],
    ['a later iat', { iat: 9_999_999_998, exp: 9_999_999_999 }, 'token_issued_in_future'],
    ['no sub', { sub: undefined }, 'token_sub_missing'],
    ['no client', { client_id: undefined }, 'token_client_id_missing'],
    ['scope as a list', { scope: ['notes:read'] }, 'token_scope_malformed'],
    ['a key in cnf', { cnf: { jkt: 'x' } }, 'token_sender_constrained'],
    ['token_type DPoP', { token_type: 'DPoP' }, 'token_kind_refused'],
    ['the kind of a refresh token', { token_type: undefined, typ: 'Refresh' }, 'token_kind_refused'],
    ['the kind of an ID token', { token_type: undefined, token_use: 'id' }, 'token_kind_refused'],
    ['the nonce of an ID token', { nonce: 'n' }, 'token_kind_refused'],
  ])('with %s is a 401 [RS-37]', async (_case, changes, reason) => {
    const { verify, says } = await introspectionWorld()
    says(changes)
    expect(await verify()).toBe(reason)
  })

  it.each<[string, Record<string, unknown>]>([
    ['no iss, for the configured one decides', { iss: undefined }],
    ['aud in a list', { aud: ['https://other.example', RESOURCE] }],
    ['no scope', { scope: undefined }],
    ['azp instead of client_id', { client_id: undefined, azp: 'c_1' }],
    ['no iat', { iat: undefined }],
    ['no jti and no token_type', { token_type: undefined }],
  ])('with %s passes [RS-37]', async (_case, changes) => {
    const { verify, says } = await introspectionWorld()
    says(changes)
    expect(await verify()).toBe('alice')
  })

  it.each<[string, Parameters<Awaited<ReturnType<typeof introspectionWorld>>['server']['on']>[1], string]>([
    ['500', json({ active: true }, 500), 'introspection_status'],
    ['400, whatever it says of the token', json({ active: true }, 400), 'introspection_status'],
    ['401, which is about us', json({ error: 'invalid_client' }, 401), 'introspection_unauthenticated'],
    ['a redirect', text('', { location: '/elsewhere' }, 302), 'outbound_redirect'],
    ['a page', text('<p>{"active":true}', { 'content-type': 'text/html' }), 'outbound_content_type'],
    ['half of it', text('{"active":true', { 'content-type': 'application/json' }), 'outbound_malformed'],
    [
      'active twice',
      text('{"active":false,"active":true}', { 'content-type': 'application/json' }),
      'outbound_malformed',
    ],
    ['a list', json([{ active: true }]), 'introspection_malformed'],
    ['two megabytes', json({ active: true, sub: 'a'.repeat(2_097_152) }), 'outbound_too_large'],
  ])('that is %s is an outage: never a pass, never remembered [RS-37] [F-08]', async (_case, answer, reason) => {
    const { verify, server, says } = await introspectionWorld()
    server.on('/introspect', answer)
    expect(await verify()).toBe(`temporarily_unavailable: ${reason}`)
    says()
    expect(await verify()).toBe('alice')
  })

  it('that calls the token unsupported means the token: 401 [RS-37]', async () => {
    const { verify, server } = await introspectionWorld()
    server.on('/introspect', json({ error: 'unsupported_token_type', active: true }, 400))
    expect(await verify()).toBe('token_inactive')
  })

  it('that never comes is an outage after the time limit [RS-37] [F-08]', async () => {
    const { verify, server, runtime, asked } = await introspectionWorld()
    server.on('/introspect', () => undefined)
    const verdict = verify()
    while (asked() === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    runtime.advance(5_000)
    expect(await verdict).toBe('temporarily_unavailable: outbound_timeout')
  })
})

describe('tokens', () => {
  it('that are a JWT of the issuer are asked about as well [F-08]', async () => {
    const { verify } = await introspectionWorld()
    expect(await verify(jwtOf({ iss: AS }))).toBe('alice')
  })

  it.each([
    ['a JWT of another issuer', jwtOf({ iss: 'https://evil.example' }), 'token_issuer_unknown'],
    ['a JWT of nobody', jwtOf({ sub: 'alice' }), 'token_issuer_unknown'],
    ['a refresh token of ours', 'srt_grant.1.random.mac', 'token_kind_refused'],
    ['a code of ours', 'sac_abc', 'token_kind_refused'],
    ['a client secret of ours', 'scs_abc', 'token_kind_refused'],
    ['what no header can carry', 'a b', 'token_malformed'],
  ])('that are %s are shown to nobody [RS-37] [RS-39]', async (_case, token, reason) => {
    const { verify, asked } = await introspectionWorld()
    expect(await verify(token)).toBe(reason)
    expect(asked()).toBe(0)
  })
})
