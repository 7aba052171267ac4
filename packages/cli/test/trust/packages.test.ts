import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Header, type HeaderData } from 'tar'
import { describe, expect, it } from 'vitest'
import { isFor } from '../../src/trust/platform.js'
import { defaultCacheDirectory, privateFolder } from '../../src/trust/private-folder.js'
import { readLockfile } from '../../src/trust/resolve-packages.js'
import { integrityOf, keepTarball, readTarball } from '../../src/trust/tarball-store.js'
import type { NpmEntry, PinnedPackage } from '../../src/trust/types.js'
import { unpack } from '../../src/trust/unpack.js'
import { createUnpackRoom } from '../../src/trust/unpack-room.js'
import { verifyTrusted } from '../../src/trust/verify-trusted.js'
import {
  approved,
  ECHO,
  echoPackage,
  manifestOf,
  npmEntry,
  privatePlace,
  startEcho,
  tarball,
  verified,
} from './support.js'

const kept = (cache: string): string => join(cache, readdirSync(cache).find((name) => name.endsWith('.tgz')) ?? '')

function pinned(bytes: Buffer, rest: Partial<PinnedPackage> = {}): PinnedPackage {
  return { at: 'node_modules/dep', name: 'dep', version: '2.0.0', integrity: integrityOf(bytes), ...rest }
}

async function withDependency(cache: string, dep: Buffer, rest: Partial<PinnedPackage> = {}): Promise<NpmEntry> {
  await keepTarball(cache, dep)
  const bytes = tarball({
    'package.json': '{"name":"echo","version":"1.0.0","bin":"server.js"}',
    'server.js': `process.argv.push(require('dep'));${ECHO}`,
  })
  return approved(await npmEntry(cache, bytes, { packages: [pinned(dep, rest)] }))
}

describe('a server of packages', () => {
  it('starts from what was unpacked of the verified bytes, dependencies included [F-56]', async () => {
    const cache = privatePlace()
    const dep = tarball({ 'package.json': '{"name":"dep","version":"2.0.0"}', 'index.js': `module.exports = 'dep 2'` })
    const entry = approved({ ...(await withDependency(cache, dep)), args: ['--readonly'] })
    const server = await verified(entry, { cacheDirectory: cache })
    expect(startEcho(server).args).toEqual(['--readonly', 'dep 2'])
    await server.close()
    expect(readdirSync(cache).filter((name) => !name.endsWith('.tgz'))).toEqual([])
  })

  it.each([
    ['one byte more', (path: string) => appendFileSync(path, '\0')],
    ['another package', (path: string) => writeFileSync(path, tarball({ 'server.js': 'evil' }))],
    ['nothing in it', (path: string) => writeFileSync(path, '')],
    ['a link to the right bytes', (path: string) => (renameSync(path, `${path}.x`), symlinkSync(`${path}.x`, path))],
    ['a folder', (path: string) => (rmSync(path), mkdirSync(path))],
  ])('is refused when what was kept has become %s [F-56]', async (_case, change) => {
    const cache = privatePlace()
    const entry = approved(await npmEntry(cache))
    change(kept(cache))
    await expect(verified(entry, { cacheDirectory: cache })).rejects.toMatchObject({ reason: 'cache_changed' })
    expect(readdirSync(cache).filter((name) => name.startsWith('run-'))).toEqual([])
  })

  it('is refused when a dependency was replaced [F-56]', async () => {
    const cache = privatePlace()
    const dep = tarball({ 'index.js': `module.exports = 1` })
    const entry = await withDependency(cache, dep)
    const place = readdirSync(cache).find((name) =>
      name.startsWith(Buffer.from(integrityOf(dep).slice(7), 'base64').toString('hex')),
    )
    writeFileSync(join(cache, place ?? ''), tarball({ 'index.js': `module.exports = 'evil'` }))
    await expect(verified(entry, { cacheDirectory: cache })).rejects.toMatchObject({ reason: 'cache_changed' })
  })

  it('starts what was verified, whatever happens to what is kept after that [F-56]', async () => {
    const cache = privatePlace()
    const server = await verified(approved(await npmEntry(cache)), { cacheDirectory: cache })
    writeFileSync(kept(cache), 'evil')
    expect(startEcho(server).args).toEqual([])
  })

  it('reads the bytes once: what is swapped all the time is right or refused [F-56]', async () => {
    const cache = privatePlace()
    const good = echoPackage()
    const evil = tarball({ 'server.js': 'evil' })
    await keepTarball(cache, good)
    const path = kept(cache)
    const pin = { name: 'echo', version: '1.0.0', integrity: integrityOf(good) }
    let reads = 0
    for (let i = 0; i < 200; i++) {
      const reading = readTarball(cache, pin)
      writeFileSync(`${path}.new`, i % 2 === 0 ? evil : good)
      renameSync(`${path}.new`, path)
      const bytes = await reading.catch((error: unknown) => {
        expect(error).toMatchObject({ reason: 'cache_changed' })
      })
      if (!bytes) continue
      reads += 1
      expect(integrityOf(bytes)).toBe(pin.integrity)
    }
    expect(reads).toBeGreaterThan(0)
  })

  it('is not started while it is not there and no registry may be asked [F-56]', async () => {
    const cache = privatePlace()
    const entry = approved(await npmEntry(cache))
    rmSync(kept(cache))
    await expect(verified(entry, { cacheDirectory: cache })).rejects.toMatchObject({ reason: 'not_cached' })
  })

  it('is refused without the file that Node is to start [F-56]', async () => {
    const cache = privatePlace()
    const entry = await npmEntry(cache)
    for (const script of ['other.js', 'server.js/x', 'node_modules']) {
      const changed = approved({ ...entry, npm: { ...entry.npm, script } })
      await expect(verified(changed, { cacheDirectory: cache })).rejects.toMatchObject({ reason: 'script_missing' })
    }
  })

  it('leaves out what only other platforms need, and refuses what this one cannot have [F-56]', async () => {
    const cache = privatePlace()
    const dep = tarball({ 'index.js': `module.exports = 1` })
    const optional = await withDependency(cache, dep, { os: [`!${process.platform}`], optional: true })
    await expect(verified(optional, { cacheDirectory: cache }).then(startEcho)).rejects.toThrow('Cannot find module')
    const needed = await withDependency(cache, dep, { cpu: ['s390'] })
    await expect(verified(needed, { cacheDirectory: cache })).rejects.toMatchObject({ reason: 'wrong_platform' })
  })

  it.each([
    [{ os: ['linux'] }, true],
    [{ os: ['darwin'] }, false],
    [{ os: ['!linux'] }, false],
    [{ os: ['!win32'] }, true],
    [{ os: ['any'] }, true],
    [{ cpu: ['x64', 'arm64'] }, true],
    [{ os: ['linux'], cpu: ['arm64'] }, false],
    [{ libc: ['musl'] }, false],
    [{ libc: ['glibc'] }, true],
    [{}, true],
  ])('%j is for linux, x64, glibc: %s [F-56]', (lists, expected) => {
    expect(isFor(pinned(Buffer.alloc(0), lists), { os: 'linux', cpu: 'x64', libc: 'glibc' })).toBe(expected)
  })

  it('starts many at once, each from a copy of its own [F-56]', async () => {
    const cache = privatePlace()
    const entry = approved(await npmEntry(cache))
    const servers = await Promise.all(Array.from({ length: 20 }, () => verified(entry, { cacheDirectory: cache })))
    expect(new Set(servers.map(({ args }) => dirname(args[0] ?? ''))).size).toBe(20)
    await servers[0]?.close()
    for (const server of servers.slice(1, 3)) expect(startEcho(server).args).toEqual([])
  })

  it('tidies up after processes that were killed, and after no other [F-56]', async () => {
    const cache = privatePlace()
    const server = await verified(approved(await npmEntry(cache)), { cacheDirectory: cache })
    const space = /run-\d+-([0-9a-f]{8})-/.exec(server.cwd)?.[1] ?? ''
    const [dead, alive, elsewhere] = [
      `run-4194304-${space}-x`,
      `run-${String(process.pid)}-${space}-x`,
      'run-4194304-00000000-x',
    ]
    for (const name of [dead, alive, elsewhere, 'mine']) mkdirSync(join(cache, name))
    await verified(approved(await npmEntry(cache)), { cacheDirectory: cache })
    expect([dead, alive, elsewhere, 'mine'].map((name) => existsSync(join(cache, name)))).toEqual([
      false,
      true,
      true,
      true,
    ])
  })

  it('holds a manifest that no file held to the same rules [F-56]', async () => {
    const cache = privatePlace()
    const entry = await npmEntry(cache)
    const at = 'node_modules/../../../evil'
    const evil = { ...entry, npm: { ...entry.npm, packages: [{ ...pinned(echoPackage()), at }] } }
    await expect(verified(approved(evil), { cacheDirectory: cache })).rejects.toMatchObject({
      reason: 'manifest_invalid',
    })
  })

  it('looks at its approval before it reads or fetches anything [F-56] [LO-07]', async () => {
    const cache = join(privatePlace(), 'none')
    const { approval: _none, ...entry } = approved(await npmEntry(privatePlace()))
    const attempt = verifyTrusted(manifestOf(entry), 'echo', { cacheDirectory: cache })
    await expect(attempt).rejects.toMatchObject({ reason: 'not_approved' })
    expect(existsSync(cache)).toBe(false)
  })
})

describe('a tarball', () => {
  const pin = { name: 'x', version: '1.0.0', integrity: '' }

  /** Entries that a well-meaning program would not write. */
  function hostile(...entries: readonly HeaderData[]): Buffer {
    const blocks = entries.map((entry) => {
      const header = new Header({ mode: 0o644, size: entry.type === 'File' ? 4 : 0, mtime: new Date(0), ...entry })
      header.encode()
      return Buffer.concat([header.block ?? Buffer.alloc(0), Buffer.alloc(entry.type === 'File' ? 512 : 0, 'evil')])
    })
    return Buffer.concat([...blocks, Buffer.alloc(1024)])
  }

  it.each([
    'package/../../evil',
    'package/../../../evil',
    '../evil',
    '../../evil',
    '/evil',
    '//evil',
    'package//../../evil',
    'x/../../../evil',
    'package/a/../../../evil',
  ])('does not write to %s [F-56]', async (path) => {
    const folder = join(privatePlace(), 'a')
    const target = join(folder, 'b')
    await unpack(hostile({ path, type: 'File' }), target, pin, createUnpackRoom({})).catch((error: unknown) => {
      expect(error).toMatchObject({ reason: 'bad_archive' })
    })
    const places = [join(folder, 'evil'), join(folder, '..', 'evil'), '/evil']
    expect(places.filter((place) => existsSync(place))).toEqual([])
  })

  it.each(['SymbolicLink', 'Link', 'CharacterDevice', 'FIFO'] as const)('brings no %s along [F-56]', async (type) => {
    const target = join(privatePlace(), 'x')
    const link = { path: 'package/out', type, ...(type.endsWith('Link') && { linkpath: '/etc' }) }
    const through = { path: 'package/out/evil', type: 'File' } as const
    await unpack(hostile(link), target, pin, createUnpackRoom({}))
    expect(readdirSync(target)).toEqual([])
    await unpack(hostile(link, through), target, pin, createUnpackRoom({}))
    expect(existsSync('/etc/evil')).toBe(false)
    expect(readdirSync(join(target, 'out'))).toEqual(['evil'])
  })

  it.each([
    ['noise', Buffer.from('q8ZpT3vN1xWm5RkY2bLd'.repeat(100))],
    ['half a tarball', Buffer.from([0x1f, 0x8b, 8, 0, 0])],
  ])('of %s unpacks to nothing that could be started [F-56]', async (_case, bytes) => {
    const cache = privatePlace()
    const entry = approved(await npmEntry(cache, bytes))
    const attempt = verified(entry, { cacheDirectory: cache })
    await expect(attempt).rejects.toMatchObject({ name: 'UntrustedError' })
    expect(readdirSync(cache).filter((name) => name.startsWith('run-'))).toEqual([])
  })
})

describe('the folder of what is kept', () => {
  it.each([0o777, 0o757, 0o1777])('is refused below one of mode %o [F-56]', async (mode) => {
    const folder = privatePlace()
    mkdirSync(join(folder, 'cache'))
    chmodSync(folder, mode)
    await expect(privateFolder(join(folder, 'cache', 'inner'))).rejects.toMatchObject({ reason: 'unsafe_folder' })
    chmodSync(folder, 0o700)
    expect(await privateFolder(join(folder, 'cache', 'inner'))).toBe(join(folder, 'cache', 'inner'))
  })

  it('is not /tmp, where everybody can put a node_modules [F-56]', async () => {
    const path = '/tmp/sallyport-unsafe-test'
    try {
      await expect(privateFolder(path)).rejects.toThrow('tmp can be written to by other users')
    } finally {
      rmSync(path, { recursive: true, force: true })
    }
  })

  it.each([
    [{ XDG_CACHE_HOME: '/x' }, 'linux', '/x/sallyport'],
    [{ XDG_CACHE_HOME: '' }, 'linux', /\/\.cache\/sallyport$/],
    [{}, 'darwin', /Library\/Caches\/sallyport$/],
    [{ LOCALAPPDATA: '/l' }, 'win32', '/l/sallyport/cache'],
  ] as const)('with %j on %s is %s [F-56]', (env, platform, expected) => {
    expect(defaultCacheDirectory(env, platform)).toMatch(expected)
  })
})

describe('a lockfile', () => {
  const integrity = `sha512-${'A'.repeat(86)}==`
  const resolved = 'https://registry.npmjs.org/x/-/x-1.0.0.tgz'
  const lock = (packages: object): string => JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } })

  it('gives the tree: aliases by their own name, without what packages bring along [F-56]', () => {
    const { packages, withInstallScript } = readLockfile(
      lock({
        'node_modules/a': { version: '1.0.0', resolved, integrity, hasInstallScript: true },
        'node_modules/a/node_modules/@s/b': { name: '@t/c', version: '2.0.0', integrity, optional: true, os: 'linux' },
        'node_modules/a/node_modules/own': { version: '3.0.0', inBundle: true },
      }),
    )
    expect(withInstallScript).toEqual(['node_modules/a'])
    expect(packages).toEqual([
      { at: 'node_modules/a', name: 'a', version: '1.0.0', integrity },
      {
        at: 'node_modules/a/node_modules/@s/b',
        name: '@t/c',
        version: '2.0.0',
        integrity,
        optional: true,
        os: ['linux'],
      },
    ])
  })

  it.each([
    ['a repository', { version: '1.0.0', resolved: 'git+ssh://git@github.com/x/y.git#abc', integrity }],
    ['a folder', { version: '1.0.0', resolved: '../x', link: true }],
    ['a file', { version: '1.0.0', resolved: 'file:../x.tgz', integrity }],
    ['no integrity', { version: '1.0.0', resolved }],
    ['sha1 only', { version: '1.0.0', resolved, integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
  ])('with %s pins nothing [F-56]', (_case, one) => {
    expect(() => readLockfile(lock({ 'node_modules/x': one }))).toThrow(
      expect.objectContaining({ reason: 'unpinned_dependency' }),
    )
  })

  it.each(['', '{}', 'no', '{"lockfileVersion":1,"dependencies":{}}'])('is none: %j [F-56]', (text) => {
    expect(() => readLockfile(text)).toThrow(expect.objectContaining({ reason: 'fetch_failed' }))
  })
})
