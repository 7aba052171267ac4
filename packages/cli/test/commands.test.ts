import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateKeySet, readKeyFile } from '@sallyport/core/keys'
import { desk, folder, secretsOf } from './support/desk.js'

describe('keys generate', () => {
  it('prints a key set on one line, for a variable [F-06]', async () => {
    const { command } = await desk()
    const { code, out, err } = await command('keys generate --alg ES256')
    expect([code, err, out.includes('\n')]).toEqual([0, '', false])
    expect(readKeyFile(out).keys.find(({ purpose }) => purpose === 'signing')?.kty).toBe('EC')
  })

  it('writes a file that only its owner can read, prints no secret, and leaves nothing else [F-06]', async () => {
    const { command } = await desk()
    const path = join(folder(), 'new.json')
    const { code, out } = await command(`keys generate --out ${path}`)
    const file = readKeyFile(readFileSync(path, 'utf8'))
    expect(code).toBe(0)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(path))).toEqual(['new.json'])
    for (const secret of secretsOf(file)) expect(out).not.toContain(secret)
  })

  it('refuses to replace a file [F-06]', async () => {
    const { command, path, read, content } = await desk()
    const { code, err } = await command('keys generate --out FILE')
    expect([code, err]).toEqual([
      1,
      `Error: ${path} exists already. To replace its keys: sallyport keys rotate --file ${path}`,
    ])
    expect(read()).toEqual(content)
  })

  it('refuses a folder that is not there [F-06]', async () => {
    const { command } = await desk()
    expect(await command(`keys generate --out ${join(folder(), 'no', 'keys.json')}`)).toMatchObject({
      code: 1,
      out: '',
    })
  })
})

describe('keys list', () => {
  it('shows what each key is for, and no secret [F-06]', async () => {
    const { command, clock, read, kid } = await desk()
    await command('keys rotate -f FILE --purpose signing --lead 10m')
    clock.advance(3_600_000)
    const { code, out } = await command('keys list --file FILE')
    expect(code).toBe(0)
    const lines = out.split('\n')
    expect(lines).toHaveLength(7)
    expect(lines[0]?.split(/\s+/)).toEqual(['PURPOSE', 'KID', 'ALG', 'STATE', 'SINCE', 'UNTIL', 'AGE'])
    expect(lines[2]?.split(/\s+/)).toEqual([
      'signing',
      kid('signing'),
      'EdDSA',
      'accepted',
      '-',
      '2030-01-02T00:11:00Z',
      '1h',
    ])
    for (const secret of secretsOf(read())) expect(out).not.toContain(secret)
  })

  it('prints JSON for machines [F-06]', async () => {
    const { command, kid, clock, read } = await desk()
    const { out } = await command('keys list -f FILE --json')
    const { keys } = JSON.parse(out) as { keys: object[] }
    expect(keys).toHaveLength(5)
    expect(keys[0]).toEqual({
      ...{ kid: kid('signing'), purpose: 'signing', alg: 'EdDSA', state: 'active' },
      ...{ sinceMs: null, untilMs: null, createdAtMs: clock.nowMs() },
    })
    for (const secret of secretsOf(read())) expect(out).not.toContain(secret)
  })

  it('uses colours on a terminal only [F-06]', async () => {
    const { command } = await desk()
    expect((await command('keys list -f FILE')).out).not.toContain('\u001b')
    expect((await command('keys list -f FILE', true)).out).toContain('\u001b[32mactive')
  })

  it.each(['constructor', 'active'])('colours states, whatever a key is called: "%s" [F-06]', async (kid) => {
    const { keys } = await generateKeySet()
    const { command } = await desk({ keys: keys.map((key, index) => (index === 0 ? { ...key, kid } : key)) })
    const { code, out } = await command('keys list -f FILE', true)
    expect(code).toBe(0)
    expect(out.split('\n')[1]).toMatch(new RegExp(`^signing +${kid} +EdDSA +\\u001b\\[32mactive`))
  })
})

describe('a key file that cannot be used', () => {
  const commands = ['keys list -f FILE', 'keys rotate -f FILE', 'keys retire -f FILE --expired']

  it.each(commands)('that others may read is refused by "%s", with the command that helps [F-06]', async (line) => {
    const { command, mode, path } = await desk()
    for (const bits of [0o640, 0o604, 0o644]) {
      mode(bits)
      expect(await command(line)).toEqual({
        code: 1,
        out: '',
        err: `Error: Other users can read ${path}. Run: chmod 600 ${path}`,
      })
    }
  })

  it.each(commands)('that is missing is refused by "%s" [F-06]', async (line) => {
    const { command } = await desk()
    const path = join(folder(), 'none.json')
    const { code, err } = await command(line.replace('FILE', path))
    expect([code, err]).toEqual([1, `Error: There is no file ${path}. Make one: sallyport keys generate --out ${path}`])
  })

  it.each(commands)(
    'that is broken is refused by "%s", stays as it is, and is not repeated [F-06] [RS-40]',
    async (line) => {
      const { command, path, content } = await desk()
      const [secret = ''] = secretsOf(content)
      for (const text of ['', `{"keys":[{"d":"${secret}"`, `{"keys":[{"kid":"a","d":"${secret}"}]}`, '[]']) {
        writeFileSync(path, text)
        const { code, out, err } = await command(line)
        expect(code).toBe(1)
        expect(out + err).not.toContain(secret)
        expect(readFileSync(path, 'utf8')).toBe(text)
        expect(existsSync(`${path}.lock`)).toBe(false)
      }
    },
  )
})

describe('keys rotate', () => {
  it('writes the file anew, readable by its owner only, and leaves nothing else [F-06]', async () => {
    const { command, path, read, kid } = await desk()
    const inode = statSync(path).ino
    const { code, out, err } = await command('keys rotate --file FILE')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(`  ${kid('signing')} is accepted until 2030-01-02T00:11:00Z`)
    expect(out).toContain(`  ${kid('vault')} is accepted until you retire it`)
    expect(read().keys).toHaveLength(10)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(path).ino).not.toBe(inode)
    expect(readdirSync(dirname(path))).toEqual(['keys.json'])
    for (const secret of secretsOf(read())) expect(out).not.toContain(secret)
  })

  it('takes several purposes, a lead and how long to keep the old ones [F-06]', async () => {
    const { command, read, clock, kid } = await desk()
    await command('keys rotate -f FILE -p cookies -p refresh --lead 1h --keep 2d')
    const aged = read().keys.filter(({ exp }) => exp !== undefined)
    expect(aged.map((key) => key.kid)).toEqual([kid('cookies'), kid('refresh')])
    expect(aged[0]?.exp).toBe(clock.nowMs() / 1000 + 3_600 + 2 * 86_400 + 60)
  })

  it('warns of a lead that is shorter than keys are remembered [AS-62]', async () => {
    const { command } = await desk()
    expect(await command('keys rotate -f FILE -p vault --lead 5m')).toMatchObject({
      code: 0,
      err: expect.stringContaining('Warning') as string,
    })
    expect((await command('keys rotate -f FILE -p cookies --lead 6m')).err).toBe('')
  })

  it.each([
    ['refresh', '29d', 'refresh keys (30d)'],
    ['vault', '1h', 'vault keys (30d)'],
    ['all', '3h', 'signing keys (1d), vault keys (30d), sealing keys (30d), refresh keys (30d)'],
  ])('warns when what %s keys made may outlive a --keep of %s [F-06] [F-02]', async (purpose, keep, named) => {
    const { command } = await desk()
    const { code, err } = await command(`keys rotate -f FILE -p ${purpose} --keep ${keep}`)
    expect([code, err]).toEqual([0, expect.stringContaining(named)])
    expect((await command('keys rotate --help')).out).toContain('--keep')
  })

  it.each(['-p cookies --keep 2h', '-p signing --keep 24h', '--keep 30d'])(
    'does not warn of %s [F-06]',
    async (options) => {
      const { command } = await desk()
      expect((await command(`keys rotate -f FILE ${options}`)).err).toBe('')
    },
  )

  it('refuses a second rotation while one is under way [F-06]', async () => {
    const { command, read } = await desk()
    await command('keys rotate -f FILE')
    expect(await command('keys rotate -f FILE')).toMatchObject({ code: 1, out: '' })
    expect(read().keys).toHaveLength(10)
  })

  it('replaces what a link leads to, and keeps the link [F-06]', async () => {
    const { command, path, read } = await desk()
    const link = join(folder(), 'link.json')
    symlinkSync(path, link)
    expect((await command(`keys rotate -f ${link} -p vault`)).code).toBe(0)
    expect(read().keys).toHaveLength(6)
    expect(readKeyFile(readFileSync(link, 'utf8')).keys).toHaveLength(6)
  })

  it('waits for another command, and says how to go on when it never ends [F-06]', async () => {
    const { command, path, read } = await desk()
    writeFileSync(`${path}.lock`, '1\n')
    const { code, err } = await command('keys rotate -f FILE')
    expect([code, err]).toEqual([
      1,
      `Error: Another command holds ${path}. If none is running, one was killed: remove ${path}.lock and try again.`,
    ])
    expect(read().keys).toHaveLength(5)
  }, 10_000)
})
