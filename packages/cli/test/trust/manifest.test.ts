import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertApproved, entryDigest } from '../../src/trust/entry-digest.js'
import { parseTrustManifest } from '../../src/trust/parse-manifest.js'
import { printTrustManifest } from '../../src/trust/print-manifest.js'
import type { FileEntry, NpmEntry } from '../../src/trust/types.js'
import { approved, manifestOf, RULES } from './support.js'

const INTEGRITY = `sha512-${'A'.repeat(86)}==`
const SHA256 = 'a'.repeat(64)

const npm: NpmEntry = {
  ...RULES,
  name: 'files',
  npm: {
    package: '@acme/files',
    version: '1.2.3',
    integrity: INTEGRITY,
    script: 'dist/index.js',
    packages: [
      { at: 'node_modules/zod', name: 'zod', version: '4.0.0', integrity: INTEGRITY },
      { at: 'node_modules/a', name: 'b', version: '1.0.0-rc.1', integrity: INTEGRITY, optional: true, os: ['!win32'] },
    ],
  },
  args: ['/srv/notes', ''],
  env: ['LANG', 'HOME'],
}
const file: FileEntry = {
  ...RULES,
  name: 'notes',
  command: ['/usr/bin/python3', './notes.py'],
  files: [
    { path: './notes.py', sha256: SHA256 },
    { path: '/usr/bin/python3', sha256: SHA256 },
  ],
  cwd: '.',
  set: { NOTES_MODE: 'read' },
  secrets: { NOTES_TOKEN: { env: 'NOTES_TOKEN', minLength: 32 }, NOTES_KEY: { file: './key' } },
}

/** The text of a manifest with one entry, changed by hand. */
const textOf = (entry: object): string => JSON.stringify({ version: 1, servers: [entry] })
const withNpm = (change: object): string => textOf({ ...npm, npm: { ...npm.npm, ...change } })
const withPackage = (change: object): string => withNpm({ packages: [{ ...npm.npm.packages[0], ...change }] })

describe('a manifest', () => {
  it('comes back as it was written, and is written in one way only [F-56]', () => {
    const text = printTrustManifest(manifestOf(approved(npm), approved(file)))
    const read = parseTrustManifest(text)
    expect(printTrustManifest(read)).toBe(text)
    const servers = [...read.servers].reverse().map((entry) => Object.fromEntries(Object.entries(entry).reverse()))
    expect(printTrustManifest({ version: 1, servers: servers as never })).toBe(text)
  })

  it('has one line for each dependency, so that a review shows which one changed [F-56]', () => {
    const lines = printTrustManifest(manifestOf(npm)).split('\n')
    expect(lines.filter((line) => line.includes('"at"'))).toEqual([
      expect.stringContaining('{ "at": "node_modules/a", "name": "b", "version": "1.0.0-rc.1"'),
      expect.stringContaining('{ "at": "node_modules/zod"'),
    ])
  })

  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['a comment', '{ "version": 1, "servers": [] } // ok', 'is not JSON'],
    ['a member twice', '{ "version": 1, "servers": [], "servers": [] }', 'says something twice'],
    [
      'a member twice, spelt differently',
      `{"version":1,"servers":[{"name":"a","n\\u0061me":"b"}]}`,
      'says something twice',
    ],
    ['too deep', `${'['.repeat(20)}${']'.repeat(20)}`, 'nested too deeply'],
    ['another version', '{ "version": 2, "servers": [] }', 'at /version'],
    ['no servers', '{ "version": 1 }', 'at /servers'],
    ['a list', '[]', 'not valid'],
    ['an unknown member', '{ "version": 1, "servers": [], "allowAll": true }', 'a member that is not known'],
    ['an unknown member of an entry', textOf({ ...npm, shell: true }), 'a member that is not known'],
    [
      'an unknown member of a package',
      withPackage({ resolved: 'https://evil.example/x.tgz' }),
      'a member that is not known',
    ],
    ['both kinds at once', textOf({ ...npm, command: ['node'], files: [] }), 'a member that is not known'],
    ['two servers of one name', JSON.stringify({ version: 1, servers: [npm, npm] }), 'a server is named twice'],
    [
      'two names that look alike',
      JSON.stringify({ version: 1, servers: [npm, { ...npm, name: 'FILES' }] }),
      'named twice',
    ],
    ['half a character', textOf({ ...npm, args: ['\ud800'] }), 'half a character'],
    ['a byte order mark', `\ufeff${textOf(npm)}`, 'byte order mark'],
  ])('with %s is refused as a whole [F-56]', (_case, text, problem) => {
    expect(() => parseTrustManifest(text)).toThrow(expect.objectContaining({ reason: 'manifest_invalid' }))
    expect(() => parseTrustManifest(text)).toThrow(problem)
  })

  it.each([
    '',
    '..',
    '-rf',
    'a b',
    'a/b',
    'a\nb',
    '\u001b[31mred',
    'safe\u202eelif',
    'files\u200b',
    'fіles', // Cyrillic
    'a'.repeat(65),
  ])('names no server %j [F-56] [LO-07]', (name) => {
    expect(() => parseTrustManifest(textOf({ ...npm, name }))).toThrow('at /servers/0/name')
  })

  it.each([
    ['latest', 'a tag'],
    ['^1.2.3', 'a range'],
    ['1.2', 'half a version'],
    ['1.2.x', 'a wildcard'],
    ['1.2.3 || 2', 'a choice'],
    ['git+https://evil.example/x.git', 'a repository'],
    ['file:../x', 'a path'],
    ['1.2.3;rm', 'more than a version'],
    ['', 'nothing'],
  ])('pins no version %j: %s [F-56]', (version) => {
    expect(() => parseTrustManifest(withNpm({ version }))).toThrow('/npm/version')
    expect(() => parseTrustManifest(withPackage({ version }))).toThrow('/npm/packages/0/version')
  })

  it.each([
    '',
    'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=',
    `sha256-${'A'.repeat(43)}=`,
    `sha512-${'A'.repeat(85)}=`,
    `sha512-${'A'.repeat(85)}B==`,
    `sha512-${'A'.repeat(86)}== sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=`,
    `SHA512-${'A'.repeat(86)}==`,
    `sha512-${'A'.repeat(86)}==?x`,
  ])('takes no integrity %j [F-56]', (integrity) => {
    expect(() => parseTrustManifest(withNpm({ integrity }))).toThrow('/npm/integrity')
    expect(() => parseTrustManifest(withPackage({ integrity }))).toThrow('/npm/packages/0/integrity')
  })

  it.each([
    '',
    '..',
    '../x',
    '-g',
    '--registry=http://evil.example',
    '@acme',
    '@acme/',
    'a/b',
    'x@1',
    'http://x',
    '.hidden',
    'a b',
  ])('takes %j for no name of a package [F-56]', (name) => {
    expect(() => parseTrustManifest(withNpm({ package: name }))).toThrow('/npm/package')
    expect(() => parseTrustManifest(withPackage({ name }))).toThrow('/npm/packages/0/name')
  })

  it.each([
    'zod',
    'node_modules',
    'node_modules/../../x',
    'node_modules/..',
    'node_modules/a/../b',
    '/node_modules/zod',
    'node_modules/zod/',
    'node_modules/a/lib/b',
    'node_modules\\zod',
    'node_modules/a\u0000',
  ])('puts no package at %j [F-56]', (at) => {
    expect(() => parseTrustManifest(withPackage({ at }))).toThrow('/npm/packages/0/at')
  })

  it.each(['', '/etc/passwd', '../x.js', 'dist/../../x.js', './x.js', 'dist//x.js', 'C:x.js', 'dist\\x.js', 'a\nb'])(
    'starts no script %j [F-56]',
    (script) => {
      expect(() => parseTrustManifest(withNpm({ script }))).toThrow('/npm/script')
    },
  )

  it('puts no two packages in one place [F-56]', () => {
    const [zod] = npm.npm.packages
    expect(() => parseTrustManifest(withNpm({ packages: [zod, zod] }))).toThrow('one place')
    expect(() => parseTrustManifest(withPackage({ at: 'node_modules/@acme/files' }))).toThrow('one place')
  })

  it.each([
    'NODE_OPTIONS',
    'node_options',
    'LD_PRELOAD',
    'LD_LIBRARY_PATH',
    'DYLD_INSERT_LIBRARIES',
    'PYTHONPATH',
    'BASH_ENV',
    'ENV',
    'PERL5OPT',
    'RUBYOPT',
    'JAVA_TOOL_OPTIONS',
    'NODE_PATH',
    'npm_config_node_options',
    'GIT_SSH_COMMAND',
    'NODE_COMPILE_CACHE',
    'PYTHONPYCACHEPREFIX',
    'PYTHONWARNINGS',
    'BROWSER',
    'OPENSSL_ENGINES',
    'COMPlus_GCName',
    'ZDOTDIR',
    '__proto__',
    'A B',
    'A=B',
    '1A',
    '',
  ])('hands no variable %j on, in no way [F-56]', (name) => {
    expect(() => parseTrustManifest(textOf({ ...npm, env: [name] }))).toThrow('manifest is not valid')
    const set = JSON.parse(`{${JSON.stringify(name)}:"x"}`) as object
    expect(() => parseTrustManifest(textOf({ ...npm, set }))).toThrow('manifest is not valid')
    const secrets = JSON.parse(`{${JSON.stringify(name)}:{"env":"X"}}`) as object
    expect(() => parseTrustManifest(textOf({ ...npm, secrets }))).toThrow('manifest is not valid')
  })

  it('names no variable twice, in no spelling [F-56]', () => {
    expect(() => parseTrustManifest(textOf({ ...npm, env: ['A'], set: { a: 'x' } }))).toThrow(
      'a variable is named twice',
    )
    expect(() => parseTrustManifest(textOf({ ...npm, env: ['A', 'A'] }))).toThrow('a variable is named twice')
  })

  it.each([
    ['a secret itself', { NOTES_TOKEN: 'q8ZpT3vN1xWm5RkY2bLd' }],
    ['a secret in a member', { NOTES_TOKEN: { value: 'q8ZpT3vN1xWm5RkY2bLd' } }],
    ['two sources', { NOTES_TOKEN: { env: 'A', file: 'b' } }],
    ['no source', { NOTES_TOKEN: {} }],
    ['a length of nothing', { NOTES_TOKEN: { env: 'A', minLength: 0 } }],
  ])('holds no secrets: refuses %s [F-56] [F-75]', (_case, secrets) => {
    expect(() => parseTrustManifest(textOf({ ...npm, secrets }))).toThrow('/secrets')
  })

  it.each([
    ['no program', { command: [] }],
    ['a program without checksum', { command: ['/usr/bin/perl', './notes.py'] }],
    ['a program found by PATH', { command: ['python3', './notes.py'] }],
    ['a batch file', { command: ['./run.cmd'], files: [{ path: './run.cmd', sha256: SHA256 }] }],
    ['NUL in an argument', { command: ['node', 'a\0b'] }],
    ['a line instead of words', { command: 'node server.js' }],
    ['a checksum of another kind', { files: [{ path: '/usr/bin/python3', sha256: 'a'.repeat(32) }] }],
    ['capital letters in a checksum', { files: [{ path: '/usr/bin/python3', sha256: 'A'.repeat(64) }] }],
    ['a file twice', { files: [...file.files, ...file.files] }],
  ])('starts nothing with %s [F-56]', (_case, change) => {
    expect(() => parseTrustManifest(textOf({ ...file, ...change }))).toThrow('manifest is not valid')
  })

  it('survives whatever stands in arguments and reasons [F-56]', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.string({ minLength: 1 }), (args, value) => {
        const clean = args.map((arg) => arg.replaceAll(/[\0\ud800-\udfff]/gu, ''))
        const entry = approved({ ...npm, args: clean, set: { X: value.replaceAll(/[\0\ud800-\udfff]/gu, '') } })
        const text = printTrustManifest(manifestOf(entry))
        const [read] = parseTrustManifest(text).servers
        expect((read as NpmEntry).args).toEqual(clean)
        expect(read && entryDigest(read)).toBe(entry.approval?.entry)
      }),
    )
  })
})

describe('an approval', () => {
  it('is of exactly one entry, whatever the order of what has none [F-56] [LO-07]', () => {
    const entry = approved(npm)
    expect(assertApproved(entry).by).toBe('ada')
    expect(assertApproved({ ...entry, env: ['HOME', 'LANG'] }).by).toBe('ada')
  })

  it('is needed [F-56] [LO-07]', () => {
    expect(() => assertApproved(npm)).toThrow(expect.objectContaining({ reason: 'not_approved' }))
  })

  const entry = approved(npm)
  const changes: readonly (readonly [string, object])[] = [
    ['name', { name: 'other' }],
    ['arguments', { args: ['/srv'] }],
    ['order of arguments', { args: [...npm.args].reverse() }],
    ['variables', { env: ['LANG', 'HOME', 'PATH'] }],
    ['fixed variables', { set: { A: 'b' } }],
    ['secrets', { secrets: { A: { env: 'A' } } }],
    ['folder', { cwd: '/' }],
    ['freedom of arguments', { extraArgs: 'any' }],
    ['version', { npm: { ...npm.npm, version: '1.2.4' } }],
    ['integrity', { npm: { ...npm.npm, integrity: `sha512-${'B'.repeat(85)}A==` } }],
    ['script', { npm: { ...npm.npm, script: 'dist/other.js' } }],
    ['dependencies', { npm: { ...npm.npm, packages: [] } }],
  ]
  it.each(changes)('is none of another %s [F-56] [LO-07]', (_case, change) => {
    const changed = { ...entry, ...change }
    expect(() => assertApproved(changed)).toThrow(expect.objectContaining({ reason: 'changed_after_approval' }))
  })
})
