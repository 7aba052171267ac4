import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toolsDesk } from './support/desk.js'

const pair = (kind: 'ed25519' | 'P-256') =>
  kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: kind })

async function desk() {
  const { write, tools, ...rest } = toolsDesk()
  write('t.json', [{ name: 'add', description: 'Adds.' }])
  await tools(['lock', '-f', '@t.json', '-l', '@l.json'])
  const sign = (...args: readonly string[]) => tools(['sign', '-l', '@l.json', ...args])
  const verify = (...args: readonly string[]) => tools(['verify', '-l', '@l.json', ...args])
  return { ...rest, write, tools, sign, verify }
}

describe('tools sign and verify', () => {
  it.each([
    ['ed25519', 'EdDSA', 'pem'],
    ['ed25519', 'EdDSA', 'jwk'],
    ['P-256', 'ES256', 'pem'],
    ['P-256', 'ES256', 'jwk'],
  ] as const)('agree on a %s key (%s) as %s, and print nothing secret [F-57] [F-51]', async (kind, alg, form) => {
    const { write, sign, verify, read } = await desk()
    const { privateKey, publicKey } = pair(kind)
    const jwk = privateKey.export({ format: 'jwk' })
    const [secret, open] =
      form === 'jwk'
        ? [jwk, { keys: [publicKey.export({ format: 'jwk' })] }]
        : [
            privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
            publicKey.export({ format: 'pem', type: 'spki' }).toString(),
          ]
    write('secret', secret)
    write('open', open)
    const signed = await sign('--key', '@secret')
    expect(signed).toMatchObject({ code: 0, err: '' })
    expect(signed.out).not.toContain(jwk.d)
    expect(read('l.json.jws')).toMatch(/^[\w-]+\.\.[\w-]+\n$/)
    const { code, out } = await verify('--keys', '@open', '--json')
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ ok: true, algorithm: alg })])
    expect((await verify('--keys', '@open')).out).toContain(`(${alg})`)
  })

  it('end with 1 for a lock that was changed, another key, or what is no signature [F-57] [F-51]', async () => {
    const { write, sign, verify, tools, read } = await desk()
    const [ours, theirs] = [pair('ed25519'), pair('ed25519')]
    write('ours', ours.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
    write('theirs', theirs.publicKey.export({ format: 'pem', type: 'spki' }).toString())
    await sign('--key', '@ours')
    expect(await verify('--keys', '@theirs')).toMatchObject({
      code: 1,
      out: expect.stringContaining('not among the trusted') as string,
    })
    const check = (...args: readonly string[]) => tools(['check', '-f', '@t.json', '-l', '@l.json', '--keys', ...args])
    expect((await check('@ours')).code).toBe(0)
    expect((await check('@theirs')).code).toBe(1)
    await tools(['approve', '-f', '@t.json', '-l', '@l.json', '--all', '--yes', '--by', 'eve', '--reason', 'x'])
    expect((await verify('--keys', '@ours')).code).toBe(1)
    expect(JSON.parse((await check('@ours', '--json')).out)).toMatchObject({ ok: false, drifts: [] })
    write('l.json.jws', 'nonsense')
    expect((await verify('--keys', '@ours')).code).toBe(1)
    expect(read('l.json.jws')).toBe('nonsense')
  })

  it('take keys without a name for any, and keys with one for theirs only [F-57] [F-51]', async () => {
    const { write, sign, verify } = await desk()
    const { privateKey, publicKey } = pair('ed25519')
    write('key', privateKey.export({ format: 'jwk' }))
    write('pem', publicKey.export({ format: 'pem', type: 'spki' }).toString())
    write('other', { ...publicKey.export({ format: 'jwk' }), kid: 'release-2025' })
    await sign('--key', '@key', '--kid', 'release-2026')
    expect((await verify('--keys', '@pem')).code).toBe(0)
    expect((await verify('--keys', '@other')).code).toBe(1)
  })

  it('say that a signature is no longer good when something is approved [F-57] [F-51]', async () => {
    const { write, sign, tools } = await desk()
    write('key', pair('ed25519').privateKey.export({ format: 'jwk' }))
    await sign('--key', '@key', '--kid', 'release-2026')
    const { err } = await tools([
      'approve',
      '-f',
      '@t.json',
      '-l',
      '@l.json',
      '--all',
      '--yes',
      '--by',
      'a',
      '--reason',
      'x',
    ])
    expect(err).toContain('The signature no longer fits')
  })

  it.each([
    ['an RSA key', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })],
    ['a secret that is no key', '{"d":"hush-hush","kty":"OKP"}'],
    ['broken PEM', '-----BEGIN PRIVATE KEY-----\nhush-hush\n-----END PRIVATE KEY-----'],
    ['a set of several', { keys: [{ kty: 'OKP' }, { kty: 'OKP' }] }],
    ['nothing', ''],
  ])('refuse %s, and repeat nothing of it [F-57] [RS-40]', async (_case, content) => {
    const { write, sign, directory } = await desk()
    write('key', content)
    const { code, out, err } = await sign('--key', '@key')
    expect([1, 3]).toContain(code)
    expect(out).toBe('')
    expect(err).toMatch(/^Error: /)
    expect(err).not.toContain('hush')
    expect(directory).not.toBe('')
  })

  it('need a key, keys and a signature [F-57]', async () => {
    const { write, sign, verify } = await desk()
    write('key', pair('P-256').publicKey.export({ format: 'jwk' }))
    expect((await sign()).code).toBe(2)
    expect((await verify()).code).toBe(2)
    expect((await sign('--key', '@key')).code).toBe(1)
    expect(await verify('--keys', '@key')).toMatchObject({
      code: 3,
      err: expect.stringContaining('There is no signature') as string,
    })
  })
})
