import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Header, type HeaderData } from 'tar'
import { describe, expect, it } from 'vitest'
import { scriptOf } from '../../src/trust/npm-script.js'
import { integrityOf, keepTarball } from '../../src/trust/tarball-store.js'
import { unpack } from '../../src/trust/unpack.js'
import { createUnpackRoom, type UnpackLimits } from '../../src/trust/unpack-room.js'
import { trustDesk } from './desk.js'
import { approved, echoPackage, fileEntry, ECHO, npmEntry, privatePlace, tarball, verified } from './support.js'

const pin = { name: 'x', version: '1.0.0', integrity: '' }

/** One entry of a tarball, of any size. */
function entry(path: string, bytes = 0, type: HeaderData['type'] = 'File'): Buffer {
  const header = new Header({
    path,
    type: type ?? 'File',
    size: bytes,
    mode: 0o644,
    mtime: new Date(0),
    ...(type === 'Link' && { linkpath: 'x' }),
  })
  header.encode()
  return Buffer.concat([header.block ?? Buffer.alloc(0), Buffer.alloc(Math.ceil(bytes / 512) * 512)])
}

const END = Buffer.alloc(1024)
const MIB = 1_048_576

async function unpacked(bytes: Buffer, limits: UnpackLimits = {}): Promise<string> {
  const target = join(privatePlace(), 'x')
  await unpack(bytes, target, pin, createUnpackRoom(limits))
  return target
}

const withFiles = (count: number, name = (i: number) => `package/${String(i)}`): Buffer =>
  gzipSync(Buffer.concat([...Array.from({ length: count }, (_, i) => entry(name(i))), END]))

describe('a tarball that becomes larger than it looks', () => {
  it('is refused with one byte more than allowed, and unpacks with none [F-56]', async () => {
    const bytes = gzipSync(Buffer.concat([entry('package/a', 10 * MIB), END]))
    const size = 512 + 10 * MIB + 1024
    expect(readdirSync(await unpacked(bytes, { maxUnpackedBytes: size }))).toEqual(['a'])
    await expect(unpacked(bytes, { maxUnpackedBytes: size - 1 })).rejects.toMatchObject({
      reason: 'too_large',
      message: expect.stringContaining('x@1.0.0') as string,
    })
  })

  it('is never whole in memory, nor on the disk [F-56]', async () => {
    // 1 GiB of zeros in some 1 MiB, which is what a compressed package may well have.
    const member = gzipSync(Buffer.concat([entry('package/zeros', 0), Buffer.alloc(64 * MIB)]))
    const before = process.memoryUsage().rss
    const attempt = unpacked(Buffer.concat(Array.from({ length: 16 }, () => member)), { maxUnpackedBytes: 8 * MIB })
    await expect(attempt).rejects.toMatchObject({ reason: 'too_large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * MIB)
  })

  it.each<[string, Buffer]>([
    ['links that are left out', gzipSync(Buffer.concat(Array.from({ length: 101 }, () => entry('a/b', 0, 'Link'))))],
    ['files', withFiles(101)],
    ['folders that only names bring along', withFiles(10, (i) => `package/${String(i)}/${'f/'.repeat(10)}x`)],
  ])('is refused for too many %s [F-56]', async (_case, bytes) => {
    await expect(unpacked(bytes, { maxUnpackedEntries: 100 })).rejects.toMatchObject({ reason: 'too_large' })
  })

  it('counts a folder once, however many files lie in it [F-56]', async () => {
    const bytes = withFiles(98, (i) => `package/${String(i)}`)
    await expect(unpacked(bytes, { maxUnpackedEntries: 99 })).resolves.toBeTypeOf('string')
  })

  it.each<[string, Buffer]>([
    ['compressed twice', gzipSync(gzipSync(Buffer.concat([entry('package/a', 10 * MIB), END])))],
    ['deeper than any package', gzipSync(Buffer.concat([entry(`package/${'f/'.repeat(80)}x`), END]))],
    ['cut off', gzipSync(Buffer.concat([entry('package/a', 1000), END])).subarray(0, 40)],
    ['Zstandard', Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), Buffer.alloc(2048, 1)])],
  ])('is refused when it is %s [F-56]', async (_case, bytes) => {
    await expect(unpacked(bytes)).rejects.toMatchObject({ reason: 'bad_archive' })
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('knows no limit of %d', (limit) => {
    expect(() => createUnpackRoom({ maxUnpackedBytes: limit })).toThrow(RangeError)
    expect(() => createUnpackRoom({ maxUnpackedEntries: limit })).toThrow(RangeError)
  })

  it('is refused for the packages of a server together, and leaves nothing behind [F-56]', async () => {
    const cache = privatePlace()
    const dep = tarball({ 'package.json': '{}', 'data.bin': 'x'.repeat(40_000) })
    await keepTarball(cache, dep)
    const packages = ['a', 'b', 'c'].map((name) => ({
      ...{ at: `node_modules/${name}`, name, version: '1.0.0', integrity: integrityOf(dep) },
    }))
    const server = approved(await npmEntry(cache, echoPackage(), { packages }))
    const attempt = (maxUnpackedBytes: number) => verified(server, { cacheDirectory: cache, maxUnpackedBytes })
    await expect(attempt(100_000)).rejects.toMatchObject({ reason: 'too_large' })
    expect(readdirSync(cache).filter((name) => name.startsWith('run-'))).toEqual([])
    expect((await attempt(200_000)).name).toBe('echo')
  })
})

describe('a package that is looked at for the first time', () => {
  async function looked(files: Readonly<Record<string, string>>): Promise<string> {
    const cache = privatePlace()
    const bytes = tarball(files)
    await keepTarball(cache, bytes)
    return scriptOf(cache, { ...pin, integrity: integrityOf(bytes) }, undefined, {})
  }

  it.each([
    ['never ends', '../../../../../../../../dev/zero'],
    ['lies outside', '../../../../../../../../etc/hostname'],
    ['is a folder', 'lib'],
    ['is not there', 'gone.js'],
    ['is empty', ''],
  ])('is refused when its program %s [F-56]', async (_case, bin) => {
    const attempt = looked({ 'package.json': JSON.stringify({ bin }), 'lib/x.js': '' })
    await expect(attempt).rejects.toMatchObject({ reason: 'script_missing' })
  })

  it.each<[string, Readonly<Record<string, string>>]>([
    ['no description', { 'x.js': '' }],
    ['a description that is none', { 'package.json': '{', 'x.js': '' }],
    ['another interpreter', { 'package.json': '{"bin":"x.js"}', 'x.js': '#!/bin/sh\n' }],
  ])('is refused with %s [F-56]', async (_case, files) => {
    await expect(looked(files)).rejects.toMatchObject({ reason: 'script_missing' })
  })

  it('says which file Node starts', async () => {
    expect(await looked({ 'package.json': '{"bin":"./x.js"}', 'x.js': '#!/usr/bin/env node\n' })).toBe('x.js')
  })
})

describe('packages that nobody verified', () => {
  it.each(['npm', 'files'])('refuse the start when they lie above the copy of a server of %s [F-56]', async (kind) => {
    const [place, base] = [privatePlace(), privatePlace()]
    const cache = join(place, 'inner', 'cache')
    mkdirSync(cache, { recursive: true })
    const server = approved(kind === 'npm' ? await npmEntry(cache) : fileEntry(base, { 'server.js': ECHO }), base)
    const attempt = () => verified(server, { cacheDirectory: cache, base })
    mkdirSync(join(place, 'node_modules'))
    await expect(attempt()).rejects.toMatchObject({
      reason: 'unsafe_folder',
      message: expect.stringContaining(join(place, 'node_modules')) as string,
    })
    expect(readdirSync(cache).filter((name) => name.startsWith('run-'))).toEqual([])
    rmSync(join(place, 'node_modules'), { recursive: true })
    expect((await attempt()).name).toBe('echo')
  })

  it.each(['.node_modules', '.node_libraries'])('refuse it in %s of a home that it is told of [F-56]', async (name) => {
    const [cache, home] = [privatePlace(), privatePlace()]
    mkdirSync(join(home, name))
    const plain = await npmEntry(cache)
    const told = approved({ ...plain, env: ['HOME'] })
    const attempt = verified(told, { cacheDirectory: cache, env: { HOME: home } })
    await expect(attempt).rejects.toMatchObject({ reason: 'unsafe_folder' })
    const server = await verified(approved(plain), { cacheDirectory: cache, env: { HOME: home } })
    expect(server.env).toEqual({})
  })
})

describe('the commands', () => {
  it('take the limits, and say which one it was [F-56]', async () => {
    const { add, command, cache } = trustDesk()
    expect((await add()).code).toBe(0)
    const wrong = await command('verify', '--cache', cache, '--max-unpacked-bytes', '1e3')
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('whole number') as string })
    const fine = await command('verify', '--cache', cache, '--max-unpacked-bytes', '1', '--max-unpacked-entries', '1')
    // Files that are named one by one are not unpacked.
    expect(fine).toMatchObject({ code: 0, out: 'echo: ok' })
  })

  it.each([
    ['UTF-8', Buffer.from('\ufeff{"version":1,"servers":[]}')],
    ['UTF-16', Buffer.from('\ufeff{"version":1,"servers":[]}', 'utf16le')],
    ['UTF-16, the other way round', Buffer.from('\ufeff{"version":1,"servers":[]}', 'utf16le').swap16()],
  ])('say so when a manifest begins with the mark of %s [F-56]', async (_case, bytes) => {
    const { command, manifest } = trustDesk()
    writeFileSync(manifest, bytes)
    expect(await command('list')).toMatchObject({
      code: 1,
      err: expect.stringContaining('byte order mark, and has to be UTF-8 without one') as string,
    })
  })

  it('do not read what is not UTF-8 as something else [F-56]', async () => {
    const { add, command, manifest } = trustDesk()
    await add()
    expect(existsSync(manifest)).toBe(true)
    writeFileSync(
      manifest,
      Buffer.concat([Buffer.from('{"version":1,"servers":["'), Buffer.from([0xff, 0x22, 0x5d, 0x7d])]),
    )
    expect(await command('list')).toMatchObject({ code: 1, err: expect.stringContaining('is not JSON') as string })
  })
})
