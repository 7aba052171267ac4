import { describe, expect, it, vi } from 'vitest'
import type { AuditInput } from '../../../src/audit/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import {
  developmentKeys,
  generateKeySet,
  keysFromEnv,
  keysFromSecret,
  keysFromSigner,
  localSigner,
  type KeyContext,
  type KeySet,
  type PrivateSigningJwk,
  type Signer,
} from '../../../src/primitives/keys/index.js'
import { memoryStore } from '../../../src/store/index.js'

function context() {
  const runtime = fakeRuntime()
  const events: AuditInput[] = []
  const { records } = memoryStore({}, runtime)
  return { runtime, records, events, audit: { record: (event: AuditInput) => void events.push(event) } }
}

const SECRET = 'kQ3vTzr8mX1cYb6nLw0pDs5hGf2jRa9eUi4oKt7z'
const secretsOf = (keys: KeySet) =>
  [keys.vault, keys.cookies, keys.sealing, keys.refresh].map((list) => [...list[0]!.secret].join())

const freshSigner = async (): Promise<Signer> =>
  localSigner((await generateKeySet({ alg: 'ES256' })).keys[0] as PrivateSigningJwk)
const file = JSON.stringify(await generateKeySet())
const local = await freshSigner()
const foreign = await freshSigner()

describe('keysFromEnv', () => {
  it('reads SALLYPORT_KEYS of the process when the server starts [F-06]', async () => {
    const source = keysFromEnv()
    vi.stubEnv('SALLYPORT_KEYS', file)
    expect((await source.load(context())).signing).toHaveLength(1)
    vi.unstubAllEnvs()
  })

  it('reads another variable of another environment [F-06]', async () => {
    const source = keysFromEnv({ variable: 'NOTES_KEYS', env: { NOTES_KEYS: `\n ${file} \n` } })
    expect((await source.load(context())).vault).toHaveLength(1)
  })

  it.each([
    ['missing', undefined, 'not set'],
    ['empty', ' ', 'not set'],
    ['a placeholder', 'change-me', 'too short'],
    ['a single secret', SECRET, 'too short'],
    ['no key set', 'x'.repeat(500), 'not JSON'],
  ])('refuses to start when the variable is %s, and says what to do [F-06] [F-75]', async (_case, value, problem) => {
    const failure = await keysFromEnv({ env: { SALLYPORT_KEYS: value } })
      .load(context())
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'ERR_CONFIG', fix: expect.stringContaining('generateKeySet') as string })
    expect(String(failure)).toContain(problem)
    expect(String(failure)).not.toContain(value?.trim() || 'no value')
  })

  it('refuses options it does not know', () => {
    expect(() => keysFromEnv({ name: 'X' } as object)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })
})

describe('keysFromSecret', () => {
  it('derives a key of its own for each purpose, the same in every process [F-06]', async () => {
    const [one, two] = await Promise.all([
      keysFromSecret(SECRET).load(context()),
      keysFromSecret(SECRET).load(context()),
    ])
    expect(one.signing[0]?.alg).toBe('HS256')
    expect(new Set(secretsOf(one)).size).toBe(4)
    expect(secretsOf(two)).toEqual(secretsOf(one))
    expect(two.signing[0]?.kid).toBe(one.signing[0]?.kid)
  })

  it('uses the first of several secrets and accepts all [F-06]', async () => {
    const older = await keysFromSecret(SECRET).load(context())
    const both = await keysFromSecret([`new-${SECRET}`, SECRET]).load(context())
    expect(both.signing.map(({ kid }) => kid)).toContain(older.signing[0]?.kid)
    expect(both.signing[0]?.kid).not.toBe(older.signing[0]?.kid)
    expect(both.vault[1]).toEqual(older.vault[0])
  })

  it('does not show the secret in a key id [RS-40]', async () => {
    const keys = await keysFromSecret(SECRET).load(context())
    expect(SECRET).not.toContain(keys.signing[0]!.kid.slice(0, 4))
  })

  it.each([
    ['31 bytes', SECRET.slice(0, 31)],
    ['31 bytes, raw', new Uint8Array(31).map((_, index) => index)],
    ['nothing', ''],
    ['an empty list', []],
    ['one letter, often', 'a'.repeat(64)],
    ['a placeholder', `change-me-${SECRET}`],
    ['another placeholder', '<your secret of at least 32 characters>'],
    ['a good one and a short one', [SECRET, 'short']],
  ])('refuses %s at once [F-06] [F-75]', (_case, secret) => {
    expect(() => keysFromSecret(secret)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })

  it('counts bytes, not characters', () => {
    expect(() => keysFromSecret('äöüßéèêëàâîïôûùç')).not.toThrow() // 16 characters, 32 bytes
  })
})

describe('keysFromSigner', () => {
  const remote = (changes: Partial<Signer> = {}): Signer => ({ ...local, kid: 'kms', ...changes })

  it('signs elsewhere and keeps the other keys here [F-06]', async () => {
    const set = await keysFromSigner(remote(), keysFromSecret(SECRET)).load(context())
    expect(set.signing.map(({ kid }) => kid)).toEqual(['kms'])
    expect(secretsOf(set)).toEqual(secretsOf(await keysFromSecret(SECRET).load(context())))
  })

  it.each([
    ['a DER signature', { sign: async () => new Uint8Array(70).fill(48) }],
    ['the signature of something else', { sign: async () => local.sign(new Uint8Array(8)) }],
    ['the key of another signer', { verificationKey: foreign.verificationKey }],
  ])('refuses %s at start [F-06]', async (_case, changes) => {
    const source = keysFromSigner(remote(changes), keysFromSecret(SECRET))
    await expect(source.load(context())).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })

  it('refuses no signer, and two of one name [F-06]', async () => {
    for (const signers of [[], [remote(), remote()]]) {
      await expect(keysFromSigner(signers, keysFromSecret(SECRET)).load(context())).rejects.toMatchObject({
        code: 'ERR_CONFIG',
      })
    }
  })
})

describe('developmentKeys', () => {
  it('are generated once, kept in the store and announced at every start [F-06]', async () => {
    const world = context()
    const lines: string[] = []
    const source = developmentKeys({ announce: (message) => void lines.push(message) })
    const first = await source.load(world)
    world.runtime.advance(365 * 24 * 3_600_000)
    const second = await source.load(world)
    expect(second.signing[0]?.kid).toBe(first.signing[0]?.kid)
    expect(lines).toHaveLength(2)
    expect(world.events.map(({ kind }) => kind)).toEqual(['keys.generated', 'unsafe.enabled', 'unsafe.enabled'])
  })

  it('agree when 50 processes start together [F-06]', async () => {
    const world: KeyContext = context()
    const sets = await Promise.all(Array.from({ length: 50 }, () => developmentKeys().load(world)))
    expect(new Set(sets.map((set) => set.signing[0]?.kid)).size).toBe(1)
    expect(new Set(sets.map((set) => secretsOf(set).join())).size).toBe(1)
  })

  it('tells the audit log nothing secret [RS-40]', async () => {
    const world = context()
    await developmentKeys().load(world)
    const kept = (await world.records.get('keys:development'))!.value
    for (const { k, d } of JSON.parse(kept).keys) expect(JSON.stringify(world.events)).not.toContain(k ?? d)
  })
})
