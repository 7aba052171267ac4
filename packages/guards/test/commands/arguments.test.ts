import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowNames, checkIdentifier } from '@sallyport/core/inputs'
import { createCommand, integerArgument, pathArgument, textArgument } from '../../src/commands/index.js'

/** Writes its arguments, one space between them, and knows no options but `-n`, `-e` and `-E`. */
const echo = createCommand({
  program: '/bin/echo',
  args: [
    'log',
    { option: '--count', from: 'count', rule: integerArgument({ min: -5, max: 50 }) },
    { option: '-f', from: 'format', rule: allowNames(['short', 'full']) },
    { option: '-t', from: 'tag', rule: checkIdentifier, joined: true },
    { option: '--title', from: 'title', rule: textArgument() },
    { option: '--any', from: 'any', rule: (value) => ({ ok: true, value: value as string }) },
    { operand: 'paths', rule: pathArgument(), max: 3 },
    { operand: 'word', rule: textArgument({ pattern: /[a-z|]+/g, hint: 'Send a word.' }) },
  ],
})

const written = async (values: Readonly<Record<string, unknown>>) => (await echo.run(values)).stdout.trimEnd()

describe('createCommand', () => {
  it('builds arguments in order, joined to their options, operands behind -- [F-73]', async () => {
    const values = {
      paths: ['a b.md', 'c'],
      count: -5,
      format: 'full',
      tag: 'x1',
      title: '-rf / $(id) `id` "',
      word: 'b',
    }
    expect(await written(values)).toBe('log --count=-5 -f full -tx1 --title=-rf / $(id) `id` " -- a b.md c b')
    expect(await written({})).toBe('log --')
  })

  it.each([
    ['a number out of range', { count: 51 }, 'count'],
    ['a number as text', { count: '5' }, 'count'],
    ['a fraction', { count: 1.5 }, 'count'],
    ['NaN', { count: Number.NaN }, 'count'],
    ['a name that is not listed', { format: 'full; id' }, 'format'],
    ['an option as a value', { word: '--output=/etc/passwd' }, 'word'],
    ['an option as an operand', { paths: ['--upload-pack=touch x'] }, 'paths[0]'],
    ['one dash', { paths: ['a', '-'] }, 'paths[1]'],
    ['an option in front of a joined value', { tag: '-x' }, 'tag'],
    ['traversal', { paths: ['../../etc/passwd'] }, 'paths[0]'],
    ['an absolute path', { paths: ['/etc/passwd'] }, 'paths[0]'],
    ['NUL', { title: 'a\0b' }, 'title'],
    ['NUL past a rule that lets everything through', { any: 'a\0b' }, 'any'],
    ['an object past such a rule', { any: { toString: () => 'a' } }, 'any'],
    ['a line break', { title: 'a\nb' }, 'title'],
    ['a lone surrogate', { title: '\uD800' }, 'title'],
    ['a long text', { title: 'a'.repeat(257) }, 'title'],
    ['a text that fits a pattern in part', { word: 'a; id' }, 'word'],
    ['a branch of a pattern in part', { word: 'a|B' }, 'word'],
    ['one value where a list goes', { paths: 'a' }, 'paths'],
    ['a list where one value goes', { word: ['a'] }, 'word'],
    ['a list that is too long', { paths: ['a', 'b', 'c', 'd'] }, 'paths'],
    ['null', { word: null }, 'word'],
    ['a value that nobody asked for', { shell: true }, ''],
    ['a value named __proto__', JSON.parse('{"__proto__":1}') as object, ''],
  ])('refuses %s, says where, and starts nothing [F-73]', async (_case, values, path) => {
    const error: unknown = await echo.run(values as Record<string, unknown>).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_INPUT', reason: expect.stringMatching(/^command_/) })
    expect(error).toMatchObject({ problems: [{ path }] })
    for (const value of Object.values(values).filter((one) => typeof one === 'string' && one.length > 4)) {
      expect((error as Error).message).not.toContain(value)
    }
  })

  it('refuses to run without what is required [F-73]', async () => {
    const command = createCommand({
      program: '/bin/echo',
      args: [{ operand: 'word', rule: textArgument(), required: true }],
    })
    await expect(command.run()).rejects.toMatchObject({ problems: [{ path: 'word', message: 'This is required.' }] })
    await expect(command.run({ word: undefined })).rejects.toMatchObject({ code: 'ERR_INPUT' })
  })

  it('gives a program what was sent, byte for byte, as one argument, or nothing at all [F-73]', async () => {
    const cat = createCommand({
      program: '/usr/bin/printf',
      args: ['%s', { operand: 'text', rule: textArgument({ maxLength: 40 }) }],
      endOfOptions: false,
    })
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '$(id)',
        '`id`',
        '; id',
        '| id',
        '&& id',
        '> /tmp/x',
        '*',
        '"',
        "'",
        '\\',
        '%s%n',
        '$HOME',
        '~',
        '!!',
        '-x',
      ),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const result = await cat.run({ text }).catch(() => undefined)
        if (result !== undefined) expect(result.stdout).toBe(text)
        else expect(text).toMatch(/^-|[\p{Cc}\p{Surrogate}\u2028\u2029]/u)
      }),
      { numRuns: 40 },
    )
  })
})
