import { exportJWK, flattenedVerify, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import {
  approveDefinition,
  createLock,
  parseLock,
  printLock,
  signLock,
  verifyLock,
} from '../../../src/policy/tool-guard/index.js'
import { canonicalJson } from '../../../src/foundation/index.js'
import { readFile } from './definitions.js'

async function keyPair(alg: 'EdDSA' | 'ES256' | 'ES384' | 'RS256', kid: string): Promise<{ secret: JWK; open: JWK }> {
  const pair = await generateKeyPair(alg, { extractable: true })
  return { secret: { ...(await exportJWK(pair.privateKey)), kid }, open: { ...(await exportJWK(pair.publicKey)), kid } }
}

describe('signatures of a lock', async () => {
  const created = await createLock({ tools: [readFile, { name: 'a' }] }, { server: { name: 'files' } })
  if (!created.ok) throw new Error(created.problem)
  const { lock } = created
  const [ed, ec, other] = await Promise.all([keyPair('EdDSA', 'ed'), keyPair('ES256', 'ec'), keyPair('EdDSA', 'ed')])
  const signature = await signLock(lock, ed.secret)
  const forge = (header: object) =>
    `${Buffer.from(JSON.stringify(header)).toString('base64url')}${signature.slice(signature.indexOf('.'))}`

  it.each([
    ['EdDSA', ed],
    ['ES256', ec],
  ] as const)('are made and verified by %s [F-51]', async (algorithm, { secret, open }) => {
    const jws = await signLock(lock, secret)
    expect(jws).toMatch(/^[\w-]+\.\.[\w-]{86}$/)
    expect(await verifyLock(lock, `${jws}\n`, [ed.open, ec.open])).toEqual({ ok: true, kid: open.kid, algorithm })
  })

  it('are plain detached JWS over the canonical JSON, for others to verify [F-51]', async () => {
    const [header = '', , mac = ''] = signature.split('.')
    const payload = Buffer.from(canonicalJson(lock)).toString('base64url')
    const result = await flattenedVerify(
      { protected: header, payload, signature: mac },
      await importJWK(ed.open, 'EdDSA'),
    )
    expect(result.protectedHeader).toEqual({ alg: 'EdDSA', kid: 'ed', typ: 'mcp-tools-lock+jws' })
  })

  it('do not depend on the layout of the file [F-51]', async () => {
    const minified = JSON.parse(printLock(lock)) as { tools: unknown[] }
    minified.tools.reverse()
    const read = await parseLock(JSON.stringify(minified))
    expect(read.ok && (await verifyLock(read.lock, signature, [ed.open]))).toMatchObject({ ok: true })
  })

  it('end with any change of the lock, approvals included [F-51]', async () => {
    const approval = { by: 'mallory', at: '2026-08-01T09:30:00Z', reason: 'none' }
    const approved = await approveDefinition(lock, { list: 'tools', definition: readFile }, approval)
    expect(await verifyLock(approved, signature, [ed.open])).toEqual({ ok: false, problem: 'bad_signature' })
    const renamed = { ...lock, server: { name: 'filez' } }
    expect(await verifyLock(renamed, signature, [ed.open])).toEqual({ ok: false, problem: 'bad_signature' })
  })

  it.each<[string, string, readonly JWK[], string]>([
    ['nothing', '', [ed.open], 'malformed'],
    ['a payload of its own', signature.replace('..', '.e30.'), [ed.open], 'malformed'],
    ['no header', signature.slice(signature.indexOf('.')), [ed.open], 'malformed'],
    ['no JSON in the header', signature.replace(/^[\w-]+/, 'AAAA'), [ed.open], 'malformed'],
    ['another type', forge({ alg: 'EdDSA', kid: 'ed', typ: 'JWT' }), [ed.open], 'malformed'],
    ['no type', forge({ alg: 'EdDSA', kid: 'ed' }), [ed.open], 'malformed'],
    ['no kid', forge({ alg: 'EdDSA', typ: 'mcp-tools-lock+jws' }), [ed.open], 'malformed'],
    ['an unknown kid', signature, [ec.open], 'unknown_key'],
    ['no keys at all', signature, [], 'unknown_key'],
    [
      'a key of its own',
      forge({ alg: 'EdDSA', kid: 'x', typ: 'mcp-tools-lock+jws', jwk: ed.open }),
      [ed.open],
      'unknown_key',
    ],
    ['another key of the same kid', signature, [other.open], 'bad_signature'],
    ['no algorithm', forge({ alg: 'none', kid: 'ed', typ: 'mcp-tools-lock+jws' }), [ed.open], 'wrong_algorithm'],
    [
      'an algorithm not of the key',
      forge({ alg: 'ES256', kid: 'ed', typ: 'mcp-tools-lock+jws' }),
      [ed.open],
      'wrong_algorithm',
    ],
    [
      'a symmetric algorithm',
      forge({ alg: 'HS256', kid: 'ed', typ: 'mcp-tools-lock+jws' }),
      [ed.open],
      'wrong_algorithm',
    ],
    ['a key of another kind', signature, [{ kty: 'oct', k: 'AAAA', kid: 'ed' }], 'wrong_algorithm'],
    ['a broken key', signature, [{ kty: 'OKP', crv: 'Ed25519', x: '!', kid: 'ed' }], 'bad_signature'],
    [
      'a critical extension',
      forge({ alg: 'EdDSA', kid: 'ed', typ: 'mcp-tools-lock+jws', crit: ['x'], x: 1 }),
      [ed.open],
      'bad_signature',
    ],
    ['another header', forge({ kid: 'ed', alg: 'EdDSA', typ: 'mcp-tools-lock+jws' }), [ed.open], 'bad_signature'],
    ['half a signature', signature.slice(0, -20), [ed.open], 'bad_signature'],
  ])('are refused with %s [F-51]', async (_case, jws, keys, problem) => {
    expect(await verifyLock(lock, jws, keys)).toEqual({ ok: false, problem })
  })

  it('are not confused with tokens of the same key [F-51]', async () => {
    const jwt = await new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA', kid: 'ed' })
      .sign(await importJWK(ed.secret, 'EdDSA'))
    const [header = '', , mac = ''] = jwt.split('.')
    expect(await verifyLock(lock, `${header}..${mac}`, [ed.open])).toEqual({ ok: false, problem: 'malformed' })
  })

  it.each<[string, () => Promise<JWK> | JWK]>([
    ['of another curve', async () => (await keyPair('ES384', 'x')).secret],
    ['of RSA', async () => (await keyPair('RS256', 'x')).secret],
    ['without a private part', () => ed.open],
    ['without a kid', () => ({ ...ed.secret, kid: '' })],
    ['of a shared secret', () => ({ kty: 'oct', k: 'AAAA', kid: 'x' })],
  ])('are not made by a key %s [F-51]', async (_case, key) => {
    await expect(signLock(lock, await key())).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })
})
