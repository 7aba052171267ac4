import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { isSecurityError } from '@sallyport/core/errors'
import { confine, type ConfineOptions } from '../../src/paths/index.js'
import { folders, OUTSIDE, treeOf } from './folders.js'
import { hostile } from './hostile-paths.js'

const writable: ConfineOptions = { write: true }

async function refused(work: Promise<unknown>, path = ''): Promise<Error> {
  const result = await work.catch((error: unknown) => error)
  expect(isSecurityError(result) && result.code, path).toBe('ERR_INPUT')
  return result as Error
}

/** As on macOS and Windows: no `/proc` to hold folders with. */
function withoutProc(): void {
  const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin')
  onTestFinished(() => platform.mockRestore())
}

it('has at least a hundred hostile paths [F-70]', () => {
  expect(new Set(hostile).size).toBeGreaterThanOrEqual(100)
})

describe.each([
  ['with held folders', () => undefined, writable],
  ['by name', withoutProc, { ...writable, unsafelyWriteByName: true }],
])('confine %s', (_way, prepare, options) => {
  it('reads, shows, lists and opens nothing by any hostile path [F-70] [TL-22]', async () => {
    const { base, root } = folders()
    prepare()
    const files = confine(root, options)
    for (const path of hostile) {
      const ways = [files.readFile, files.readText, files.stat, files.list, files.open]
      for (const way of ways) {
        const error = await refused(way(path), path)
        expect(error.message).not.toContain(base)
        expect(error.message).not.toContain(OUTSIDE)
      }
    }
  })

  it('writes, creates and replaces nothing by any hostile path [F-70] [TL-22]', async () => {
    const { base, root, outside } = folders()
    prepare()
    const files = confine(root, options)
    const before = treeOf(base)
    for (const path of hostile) {
      await refused(files.writeFile(path, 'overwritten', { overwrite: true }), path)
      await refused(files.writeFile(path, 'created'), path)
    }
    expect(treeOf(base)).toEqual(before)
    for (const path of [join(outside, 'secret.txt'), join(base, 'secret.txt'), join(base, 'root-other/secret.txt')]) {
      expect(readFileSync(path, 'utf8')).toBe(OUTSIDE)
    }
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('a')
  })

  it('says the same of what is outside, forbidden and missing [TL-24] [F-70]', async () => {
    const { root } = folders()
    prepare()
    const files = confine(root, options)
    const messages = []
    for (const path of ['missing', 'out', 'out-folder/secret.txt', 'hard.txt', 'loop', '.env', 'to-env']) {
      messages.push((await refused(files.readFile(path))).message)
    }
    expect(new Set(messages)).toEqual(new Set(['There is no such file or folder.']))
  })

  it('does its work below the root, through links that stay there', async () => {
    const { root } = folders()
    prepare()
    const files = confine(root, options)
    expect(await files.readText('a.txt')).toBe('a')
    expect(await files.readText('./sub/b.txt')).toBe('b')
    for (const [link, text] of [
      ['inside', 'b'],
      ['inside-folder/b.txt', 'b'],
      ['inside-absolute', 'a'],
      ['inside-up', 'a'],
    ]) {
      expect(await files.readText(link!)).toBe(text)
    }
    expect(await files.stat('a.txt')).toMatchObject({ kind: 'file', sizeBytes: 1 })
    expect(await files.stat('.')).toMatchObject({ kind: 'folder', sizeBytes: 0 })
    expect(await files.list('sub/')).toEqual([
      { name: 'b.txt', kind: 'file' },
      { name: 'chain', kind: 'link' },
    ])
    expect((await files.list('.')).map(({ name }) => name)).not.toEqual(expect.arrayContaining(['.env', 'pipe']))
    const { handle } = await files.open('a.txt')
    expect(await handle.readFile('utf8')).toBe('a')
    await handle.close()
  })

  it('writes whole files, keeps their permissions, and replaces only when told [F-70]', async () => {
    const { root } = folders()
    prepare()
    const files = confine(root, options)
    await files.writeFile('sub/new.txt', 'Grüße')
    expect(readFileSync(join(root, 'sub/new.txt'), 'utf8')).toBe('Grüße')
    expect(statSync(join(root, 'sub/new.txt')).mode & 0o777).toBe(0o600)
    expect((await refused(files.writeFile('a.txt', 'x'))).message).toBe('The file exists; it was not replaced.')
    writeFileSync(join(root, 'mode.txt'), '', { mode: 0o644 })
    await files.writeFile('mode.txt', 'x', { overwrite: true })
    expect(statSync(join(root, 'mode.txt')).mode & 0o777).toBe(0o644)
    for (const path of ['.', 'sub', 'missing/a.txt', 'inside-folder', 'dangling']) {
      await refused(files.writeFile(path, 'x', { overwrite: true }))
    }
    expect(treeOf(root).filter((name) => name.includes('.sallyport-'))).toEqual([])
  })

  it('lets one of 50 create a file [F-70]', async () => {
    const { root } = folders()
    prepare()
    const files = confine(root, options)
    const attempts = Array.from({ length: 50 }, (_, index) => files.writeFile('once.txt', String(index)))
    const results = await Promise.allSettled(attempts)
    const winner = results.findIndex(({ status }) => status === 'fulfilled')
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(readFileSync(join(root, 'once.txt'), 'utf8')).toBe(String(winner))
  })

  it('refuses what is too large to read, write or list, and what is no text [F-70]', async () => {
    const { root } = folders()
    prepare()
    const files = confine(root, { ...options, maxBytes: 1_000, maxEntries: 3 })
    await refused(files.readFile('large.bin'))
    await refused(files.writeFile('new.txt', 'x'.repeat(1_001)))
    await refused(files.list('.'))
    writeFileSync(join(root, 'latin1.txt'), Buffer.from([0x66, 0xfc, 0x72]))
    expect((await refused(files.readText('latin1.txt'))).message).toBe('The file is not text in UTF-8.')
    expect(await files.readFile('latin1.txt')).toHaveLength(3)
  })

  it('follows no link at all when told [F-70]', async () => {
    const { root } = folders()
    prepare()
    const files = confine(root, { links: 'refuse' })
    for (const path of ['inside', 'inside-folder/b.txt', 'inside-absolute']) await refused(files.readFile(path))
    expect(await files.readText('sub/b.txt')).toBe('b')
  })

  it('opens no link that has the name of a dot file [F-70]', async () => {
    const { root } = folders()
    prepare()
    symlinkSync('a.txt', join(root, '.hidden'))
    await refused(confine(root, options).readFile('.hidden'))
  })

  it('replaces no file that nobody may write [F-70]', async () => {
    const { root } = folders()
    prepare()
    chmodSync(join(root, 'a.txt'), 0o444)
    await refused(confine(root, options).writeFile('a.txt', 'new', { overwrite: true }))
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('a')
  })

  it('opens second names and dot files only when told [F-70]', async () => {
    const { root } = folders()
    prepare()
    const files = confine(root, { ...options, hardLinks: true, dotFiles: true })
    expect(await files.readText('hard.txt')).toBe(OUTSIDE)
    expect(await files.readText('.env')).toBe('KEY=1')
    expect(await files.readText('to-env')).toBe('KEY=1')
  })
})

it.runIf(process.platform === 'linux')('does not run out of descriptors on links with many names [F-70]', async () => {
  const { root } = folders()
  const target = `${'sub/../'.repeat(580)}a.txt`
  for (let link = 0; link < 20; link++) {
    symlinkSync(
      link === 0 ? target : `${'sub/../'.repeat(580)}long-${String(link - 1)}`,
      join(root, `long-${String(link)}`),
    )
  }
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, readdirSync('/proc/self/fd').length)), 2)
  onTestFinished(() => clearInterval(watch))
  const before = readdirSync('/proc/self/fd').length
  await refused(confine(root).readFile('long-19'))
  expect(most).toBeLessThan(before + 300)
  expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 20)
})
