import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { run } from '../src/program.js'
import { desk } from './support/desk.js'

describe('usage', () => {
  it.each([
    'keys',
    'keys nope',
    'nope',
    'keys rotate --lead soon',
    'keys rotate --lead -5m',
    'keys rotate --lead 10',
    'keys rotate --purpose everything',
    'keys rotate --alg RS256',
    'keys generate --alg none',
    'keys retire',
    'keys retire k1 --expired',
    'keys list --force',
    'keys list extra',
  ])('"%s" is wrong: exit code 2, and nothing on standard output [F-06]', async (line) => {
    const { command, read, content } = await desk()
    const { code, out, err } = await command(line)
    expect([code, out]).toEqual([2, ''])
    expect(err).not.toBe('')
    expect(read()).toEqual(content)
  })

  it.each([
    '--help',
    'keys --help',
    'keys generate --help',
    'keys rotate --help',
    'keys list --help',
    'keys retire -h',
  ])('"%s" explains, with exit codes [F-06]', async (line) => {
    const { code, out, err } = await (await desk()).command(line)
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('Usage: sallyport')
    if (line.split(' ').length === 3) expect(out).toContain('Examples:')
    if (line !== 'keys --help') expect(out).toContain('Exit codes: 0 done, 1 refused, 2 wrong usage')
  })

  it('says its version [F-06]', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    expect(await (await desk()).command('--version')).toEqual({ code: 0, out: version, err: '' })
  })

  it('passes on what nobody foresaw [F-06]', async () => {
    const broken = { out: () => undefined, err: () => undefined, colours: false, nowMs: () => 0 }
    const randomBytes = (): never => {
      throw new Error('no entropy')
    }
    await expect(run(['keys', 'generate'], { ...broken, randomBytes })).rejects.toThrow('no entropy')
  })
})
