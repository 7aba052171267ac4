import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import * as mini from 'zod/mini'
import * as z3 from 'zod/v3'
import { ConfigError, type InputError, isSecurityError } from '../../../src/errors/index.js'
import { parseInput, strictKeys, type StandardIssue, type StandardSchema } from '../../../src/policy/inputs/index.js'

const SECRET = 'hunter2-correct-horse'

/** A library whose messages quote what they received, as those of valibot and arktype do. */
function quoting(issues: readonly StandardIssue[]): StandardSchema<never> {
  return { '~standard': { version: 1, vendor: 'quoting', validate: async () => ({ issues }) } }
}

async function refusal(schema: StandardSchema, value: unknown): Promise<InputError> {
  const error = await parseInput(schema, value).catch((thrown: unknown) => thrown)
  expect(isSecurityError(error)).toBe(true)
  return error as InputError
}

const shapes = [
  ['zod 4', z.object({ title: z.string().min(3), tags: z.array(z.string()), size: z.number().optional() })],
  ['zod 4 mini', mini.object({ title: mini.string().check(mini.minLength(3)), tags: mini.array(mini.string()) })],
  ['zod 3', z3.object({ title: z3.string().min(3), tags: z3.array(z3.string()), size: z3.number().optional() })],
] as const

describe.each(shapes)('parseInput with %s', (_library, schema) => {
  it('gives what the schema makes of a value [F-74]', async () => {
    expect(await parseInput<unknown>(schema, { title: 'Milk', tags: [] })).toEqual({ title: 'Milk', tags: [] })
  })

  it.each([
    ['a missing member', { tags: [] }, 'title'],
    ['a wrong type', { title: 7, tags: [] }, 'title'],
    ['a broken rule', { title: 'a', tags: [] }, 'title'],
    ['a wrong element', { title: 'Milk', tags: ['a', 7] }, 'tags[1]'],
    ['no object', SECRET, ''],
    ['null', null, ''],
  ])('refuses %s, and says where [F-74] [TL-01]', async (_case, value, path) => {
    const error = await refusal(schema, value)
    expect(error).toMatchObject({ code: 'ERR_INPUT', reason: 'input_invalid' })
    expect(error.problems[0]?.path).toBe(path)
    expect(error.problems[0]?.message).not.toBe('')
    expect(error.message).toContain(path)
    expect(error.message).not.toContain(SECRET)
  })

  it('refuses members that nobody knows once its keys are strict [F-74]', async () => {
    const value = { title: 'Milk', tags: [], titel: SECRET }
    expect(await parseInput<unknown>(schema, value)).not.toHaveProperty('titel')
    const error = await refusal(strictKeys<unknown>(schema), value)
    expect(error.problems).toEqual([{ path: 'titel', message: expect.stringContaining('title, tags') }])
    expect(error.message).not.toContain(SECRET)
    expect(await parseInput(strictKeys<unknown>(schema), { title: 'Milk', tags: [] })).toBeDefined()
  })
})

describe('parseInput', () => {
  it.each([
    ['a text', { token: SECRET }, `must be a number (was "${SECRET}")`],
    ['a nested object', { token: { inner: [SECRET] } }, `must be a number (was {"inner":["${SECRET}"]})`],
    [
      'a text with quotes',
      { token: 'say "friend" and enter' },
      'Expected number but received "say \\"friend\\" and enter"',
    ],
    ['a short text', { token: 'pin' }, 'Expected number but received "pin"'],
    ['a number', { token: 4921 }, 'must be a string (was 4921)'],
    ['a short number', { token: 77 }, 'must be a string (was 77)'],
    ['another member', { token: 1, other: SECRET }, `must equal other (${SECRET})`],
  ])('takes %s out of messages that quote the input [F-74]', async (_case, value, message) => {
    const error = await refusal(quoting([{ message, path: ['token'] }]), value)
    for (const leaf of [SECRET, 'friend', '"pin"', '4921', '77']) expect(error.message).not.toContain(leaf)
    expect(error.message).toMatch(/^Invalid input\.\ntoken: (must|Expected)/)
  })

  it('gives up on messages about inputs too wide to search [F-74]', async () => {
    const value = Array.from({ length: 5_000 }, (_, index) => `secret-${String(index)}`)
    const error = await refusal(quoting([{ message: `got ${value.join()}` }]), value)
    expect(error.message).toBe('Invalid input.\nThe value is not valid.')
  })

  it('shows neither control nor invisible characters, and no long texts [F-74]', async () => {
    const issues = [{ message: `a\u001B[31m\u202E\u{E0041}${'b'.repeat(900)}`, path: ['x\u200By', { key: 'z\n' }] }]
    const [problem] = (await refusal(quoting(issues), {})).problems
    expect(problem?.path).toBe('["xy"]["z"]')
    expect(problem?.message).toMatch(/^a\[31mb+…$/)
    expect(problem?.message.length).toBeLessThanOrEqual(200)
  })

  it('names ten problems at most [F-74]', async () => {
    const issues = Array.from({ length: 50 }, () => ({ message: 'no' }))
    expect((await refusal(quoting(issues), {})).problems).toHaveLength(10)
  })
})

it.each([
  ['Expected string but received 123', { cvv: 123 }, 'Expected string but received …'],
  ['must be a word (was 1.5)', 1.5, 'must be a word (was …)'],
  ['got HUNTER2SECRET', 'hunter2secret', 'got …'],
  ['bad value hunter2 x', ' hunter2 x ', 'bad value …'],
  ['Expected at most 50', { limit: 50 }, 'Expected at most 50'],
  ['costs a+b (c', 'a+b (c', 'costs …'],
])('parseInput repeats no value in "%s" [F-74]', async (message, value, shown) => {
  const schema: StandardSchema = {
    '~standard': { version: 1, vendor: 'any', validate: () => ({ issues: [{ message }] }) },
  }
  await expect(parseInput(schema, value)).rejects.toMatchObject({ problems: [{ message: shown }] })
})

describe('strictKeys', () => {
  it.each([
    ['a schema without members', z.string()],
    ['another interface', quoting([])],
  ])('refuses %s [F-74]', (_case, schema) => {
    expect(() => strictKeys<unknown>(schema)).toThrow(ConfigError)
  })

  it('sees the entries of valibot', async () => {
    const entries = { a: {} }
    const schema = { entries, ...quoting([]) }
    expect((await refusal(strictKeys(schema), { b: 1 })).problems[0]?.path).toBe('b')
  })

  it('takes a member named __proto__ for one that nobody knows [F-74]', async () => {
    const value: unknown = JSON.parse('{"a":"x","__proto__":{"admin":true}}')
    expect((await refusal(strictKeys(z.object({ a: z.string() })), value)).problems[0]?.path).toBe('__proto__')
  })
})
