import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serverEnvironment } from '../../src/sources/environment.js'
import { joinCommand, splitCommand } from '../../src/sources/split-command.js'

describe('splitting a command line', () => {
  it.each([
    ['node server.js', ['node', 'server.js']],
    ['  npx   -y\t@a/b@1.2.3\n', ['npx', '-y', '@a/b@1.2.3']],
    [`'a b' "c d" e\\ f`, ['a b', 'c d', 'e f']],
    [`a'b'"c"d`, ['abcd']],
    [`x ''  ""`, ['x', '', '']],
    [`"a\\"b\\\\c\\d" 'e\\f'`, ['a"b\\c\\d', 'e\\f']],
    ['C:\\tools\\notes.exe --dir C:\\data', ['C:\\tools\\notes.exe', '--dir', 'C:\\data']],
    ['a $HOME `id` $(id) *.js ~ #x', ['a', '$HOME', '`id`', '$(id)', '*.js', '~', '#x']],
    ['fetch http://a/?b=1&c=2;d', ['fetch', 'http://a/?b=1&c=2;d']],
    [`echo '|' "&&" \\; ">"`, ['echo', '|', '&&', '\\;', '>']],
    ['a "日本 語"', ['a', '日本 語']],
  ])('%j [F-57]', (line, argv) => {
    expect(splitCommand(line)).toEqual({ ok: true, argv })
  })

  it.each(['', '   ', `''`, `"a`, `'a`, 'a | b', 'a && b', 'a > b', 'a 2>&1', 'a ;', 'a &', 'a\0b'])(
    'refuses %j [F-57]',
    (line) => {
      expect(splitCommand(line)).toMatchObject({ ok: false, problem: expect.stringMatching(/\.$/) as string })
    },
  )

  const word = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', ''))
  const argv = fc.tuple(
    word.filter((text) => text !== ''),
    fc.array(fc.oneof(word, fc.string({ unit: fc.constantFrom("'", '"', '\\', ' ', 'a', '|', '$', '\n') }))),
  )

  it('gives back every program and its arguments that were joined [F-57]', () => {
    fc.assert(
      fc.property(argv, ([program, args]) => {
        const words = [program, ...args]
        expect(splitCommand(joinCommand(words))).toEqual({ ok: true, argv: words })
      }),
      { numRuns: 2_000 },
    )
  })

  it('never throws, and never makes of a line what was not in it [F-57]', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        const result = splitCommand(line)
        if (!result.ok) return
        const left = new Set(line)
        for (const char of result.argv.join('')) expect(left).toContain(char)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('the environment of a local server', () => {
  const from = {
    PATH: '/bin',
    HOME: '/root',
    AWS_SECRET_ACCESS_KEY: 'hush',
    FUNCTION: '() { id; }',
    SHELL: '() { id; }',
  }

  it('has what programs need, and nothing secret [F-57]', () => {
    expect(serverEnvironment([], from)).toEqual({ PATH: '/bin', HOME: '/root' })
  })

  it('has what is named, too [F-57]', () => {
    const named = ['AWS_SECRET_ACCESS_KEY', 'A=b=c', 'EMPTY=', 'PATH=/sbin']
    expect(serverEnvironment(named, from)).toEqual({
      ...{ PATH: '/sbin', HOME: '/root' },
      ...{ AWS_SECRET_ACCESS_KEY: 'hush', A: 'b=c', EMPTY: '' },
    })
  })

  it.each(['', '=x', 'A B=c', 'NOT_THERE', '1A=b'])('refuses %j, without its value [F-57]', (entry) => {
    expect(() => serverEnvironment([entry], from)).toThrow(expect.objectContaining({ exitCode: 2 }))
  })
})
