import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ConfigError } from '@sallyport/core/errors'
import { confine } from '../../src/paths/index.js'
import { folders } from './folders.js'

it.each([
  ['a relative path', 'notes'],
  ['an empty path', ''],
  ['NUL', '/tmp\0'],
  ['nothing', undefined],
  ['a folder that is not there', '/tmp/sallyport-nowhere'],
  ['a file', import.meta.filename],
  ['the whole disk', '/'],
  ['a folder of the system', '/proc/self'],
  ['devices', '/dev'],
  ['no root at all', {}],
  ['a root with a name that is none', { 'a/b': '/tmp' }],
  ['a root without a name', { '': '/tmp' }],
])('refuses %s as root [F-70]', (_case, roots) => {
  expect(() => confine(roots as string)).toThrow(ConfigError)
})

it.each([
  ['writes', true],
  ['write', 'yes'],
  ['maxBytes', 0],
  ['maxBytes', 1.5],
  ['maxEntries', -1],
  ['links', 'follow'],
  ['platform', 'mac'],
  ['hardLinks', 1],
  ['dotFiles', 'no'],
  ['unsafelyWriteByName', 'true'],
])('refuses the option %s: %j [F-70]', (name, value) => {
  expect(() => confine('/tmp', { [name]: value })).toThrow(ConfigError)
})

it('keeps several roots apart, and tells their names [F-70]', async () => {
  const { root, outside } = folders()
  const files = confine({ notes: join(root, 'sub'), other: outside })
  expect(await files.readText('notes/b.txt')).toBe('b')
  expect(await files.readText('notes/b.txt')).toBe('b')
  expect((await files.list('notes')).map(({ name }) => name)).toContain('b.txt')
  for (const path of ['b.txt', '.', 'NOTES/b.txt', 'third/a', 'constructor/a']) {
    await expect(files.readText(path)).rejects.toThrow('A path begins with one of: notes, other.')
  }
  await expect(files.readText('notes/../other/secret.txt')).rejects.toThrow('".."')
  await expect(files.readText('notes/chain')).rejects.toThrow('There is no such file or folder.')
})

it('writes nothing unless told, whatever is asked [F-70]', async () => {
  const { root } = folders()
  const files = confine(root)
  for (const overwrite of [true, false]) {
    await expect(files.writeFile('new.txt', 'x', { overwrite })).rejects.toThrow('Files cannot be written here.')
  }
})
