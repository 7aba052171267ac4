import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  approveDefinition,
  createLock,
  hashSurface,
  hashTool,
  parseLock,
  printLock,
  withdrawDefinition,
  withdrawInstructions,
  type CreateLockOptions,
  type ServerSurface,
  type ToolLock,
} from '../../../src/policy/tool-guard/index.js'
import { anyTool, anyTools, chance, readFile, reordered, shuffled } from './definitions.js'

const approval = { by: 'ada@example.com', at: '2026-08-01T09:30:00Z', reason: 'Reviewed' }
const server = { name: 'files', version: '1.0.0', command: ['npx', '-y', 'files@1.0.0'] }

async function lockOf(surface: ServerSurface, options: Partial<CreateLockOptions> = {}): Promise<ToolLock> {
  const result = await createLock(surface, { server, ...options })
  if (!result.ok) throw new Error(result.problem)
  return result.lock
}

const surface: ServerSurface = {
  tools: [readFile, { name: 'append' }],
  prompts: [{ name: 'summary' }],
  resources: [{ uri: 'file:///b' }, { uri: 'file:///a' }],
  resourceTemplates: [{ uriTemplate: 'file:///{path}' }],
  instructions: 'Read before you write.',
}

describe('the lockfile', () => {
  it('reads well: members in their order, a tool per block, by name [F-51]', async () => {
    const text = printLock(
      await lockOf({ tools: [{ name: 'b', 10: 1, 9: { z: [], a: {} } }, { name: 'a' }] }, { approval }),
    )
    expect(text.replaceAll(/sha256-[\w-]{43}/g, 'HASH')).toBe(`{
  "version": 1,
  "server": {
    "name": "files",
    "version": "1.0.0",
    "command": ["npx","-y","files@1.0.0"]
  },
  "hash": "HASH",
  "tools": [
    {
      "name": "a",
      "hash": "HASH",
      "approvals": [
        {
          "by": "ada@example.com",
          "at": "2026-08-01T09:30:00Z",
          "reason": "Reviewed"
        }
      ],
      "definition": {
        "name": "a"
      }
    },
    {
      "name": "b",
      "hash": "HASH",
      "approvals": [
        {
          "by": "ada@example.com",
          "at": "2026-08-01T09:30:00Z",
          "reason": "Reviewed"
        }
      ],
      "definition": {
        "10": 1,
        "9": {
          "a": {},
          "z": []
        },
        "name": "b"
      }
    }
  ]
}
`)
  })

  it('comes back as it was printed, whatever order its server answered in [F-51] [TL-11]', async () => {
    await fc.assert(
      fc.asyncProperty(anyTools, fc.integer({ min: 1, max: 1e6 }), fc.boolean(), async (tools, seed, whole) => {
        const keep = whole ? 'definition' : 'digest'
        const text = printLock(await lockOf({ tools, instructions: 'x' }, { keep }))
        const result = await parseLock(text)
        if (!result.ok) throw new Error(`${result.problem} ${result.path}`)
        expect(printLock(result.lock)).toBe(text)
        const next = chance(seed)
        const other = shuffled(tools, next).map((tool) => reordered(tool, next) as typeof readFile)
        expect(printLock(await lockOf({ tools: other, instructions: 'x' }, { keep }))).toBe(text)
      }),
      { numRuns: 60 },
    )
  })

  it('holds prompts, resources, templates and instructions, and the hash of all [F-50] [F-51]', async () => {
    const lock = await lockOf(surface)
    expect(lock.hash).toBe(await hashSurface(surface))
    expect(lock.resources?.map(({ name }) => name)).toEqual(['file:///a', 'file:///b'])
    expect(lock.resourceTemplates?.[0]?.name).toBe('file:///{path}')
    expect(lock.instructions?.text).toBe('Read before you write.')
    expect(await parseLock(printLock(lock))).toMatchObject({ ok: true })
  })

  it('keeps digests alone when asked to [F-51]', async () => {
    const lock = await lockOf(surface, { keep: 'digest' })
    expect(printLock(lock)).not.toContain('Reads a file')
    expect(printLock(lock)).not.toContain('Read before')
    expect(lock.hash).toBe(await hashSurface(surface))
    expect(await parseLock(printLock(lock))).toMatchObject({ ok: true })
  })

  it.each([
    ['tools', { tools: [{ name: 'a' }, { name: 'b' }, { name: 'a', title: 'x' }] }, '/tools/2'],
    ['resources', { tools: [], resources: [{ uri: 'a:' }, { uri: 'a:' }] }, '/resources/1'],
  ])('is not made of %s of one name [TL-12] [F-52]', async (_case, twice, path) => {
    expect(await createLock(twice, { server })).toEqual({ ok: false, problem: 'duplicate_name', path })
  })

  it.each([
    ['an unknown option', { server, sign: true }],
    ['no server', {}],
    ['a server without a name', { server: { name: '' } }],
    ['a control character in the name of the server', { server: { name: 'a\u001b[2J' } }],
    ['an approval without a reason', { server, approval: { ...approval, reason: '' } }],
    ['an approval at no time', { server, approval: { ...approval, at: 'yesterday' } }],
    ['an approval in local time', { server, approval: { ...approval, at: '2026-08-01T09:30:00' } }],
    ['an approval by nobody', { server, approval: { at: approval.at, reason: 'x' } }],
  ])('is not made with %s [F-51]', async (_case, options) => {
    await expect(createLock({ tools: [] }, options as CreateLockOptions)).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })
})

describe('parseLock refuses', async () => {
  const good = printLock(await lockOf(surface, { approval }))
  const edited = (edit: (lock: Record<string, never>) => void): string => {
    const lock = JSON.parse(good) as Record<string, never>
    edit(lock)
    return JSON.stringify(lock)
  }
  const other = await hashTool({ name: 'other' })

  it('nothing of the lock the others are made from', async () => {
    expect(await parseLock(good)).toMatchObject({ ok: true })
    expect(await parseLock(edited(() => undefined))).toMatchObject({ ok: true })
  })

  it.each<[string, string, string, string]>([
    ['nothing at all', '', 'malformed', ''],
    ['cut text', good.slice(0, -9), 'malformed', ''],
    ['half a surrogate pair', good.replace('"Reviewed"', '"\\ud800"'), 'malformed', ''],
    ['a member that stands twice', good.replace('"version": 1,', '"version": 1, "version": 1,'), 'duplicate_key', ''],
    ['deep nesting', `${'['.repeat(500)}${']'.repeat(500)}`, 'too_deep', ''],
    ['null', 'null', 'invalid_format', ''],
    ['an array', '[]', 'invalid_format', ''],
    ['a later version', good.replace('"version": 1', '"version": 2'), 'unknown_version', '/version'],
    ['no version', good.replace('"version": 1,', ''), 'invalid_format', '/version'],
    ['another hash function', good.replace('sha256-', 'sha512-'), 'invalid_format', '/hash'],
    ['a hash that no digest ends with', good.replace(/(sha256-[\w-]{42})[\w-]/, '$1B'), 'invalid_format', '/hash'],
    ['a changed definition', good.replace('Reads a file', 'Reads any file'), 'hash_mismatch', '/tools/1/hash'],
    ['changed instructions', good.replace('Read before', 'Never read before'), 'hash_mismatch', '/instructions/hash'],
    [
      'another name on a block',
      good.replace('"name": "append",\n      "hash"', '"name": "delete",\n      "hash"'),
      'name_mismatch',
      '/tools/0/name',
    ],
  ])('%s [F-51]', async (_case, text, problem, path) => {
    expect(text).not.toBe(good)
    expect(await parseLock(text)).toEqual({ ok: false, problem, path })
  })

  type Editable = { tools: { hash: string; definition?: unknown }[]; prompts: unknown; server: object; extra?: number }
  it.each<[string, (lock: Editable) => void, string, string]>([
    ['an unknown member', (lock) => (lock.extra = 1), 'invalid_format', ''],
    [
      'an unknown member of a block',
      (lock) => Object.assign(lock.tools[0] ?? {}, { trusted: true }),
      'invalid_format',
      '/tools/0',
    ],
    [
      'an unknown member of the server',
      (lock) => Object.assign(lock.server, { token: 'x' }),
      'invalid_format',
      '/server',
    ],
    [
      'a block that stands twice',
      (lock) => lock.tools.push(...lock.tools.slice(0, 1)),
      'duplicate_name',
      '/tools/2/name',
    ],
    ['a block that is gone', (lock) => lock.tools.pop(), 'lock_hash_mismatch', '/hash'],
    ['a list that is gone', (lock) => delete lock.prompts, 'lock_hash_mismatch', '/hash'],
    [
      'a digest of something else',
      (lock) => lock.tools.splice(0, 1, { ...lock.tools[0], hash: other, definition: undefined }),
      'lock_hash_mismatch',
      '/hash',
    ],
    [
      'a definition that is a list',
      (lock) => Object.assign(lock.tools[0] ?? {}, { definition: [] }),
      'invalid_format',
      '/tools/0/definition',
    ],
    [
      'an approval without a name',
      (lock) => Object.assign(lock.tools[0] ?? {}, { approvals: [{ at: approval.at, reason: 'x' }] }),
      'invalid_format',
      '/tools/0/approvals/0/by',
    ],
  ])('%s [F-51]', async (_case, edit, problem, path) => {
    expect(await parseLock(edited(edit as never))).toEqual({ ok: false, problem, path })
  })

  it('any change of one character inside a definition or a hash [F-51]', async () => {
    await fc.assert(
      fc.asyncProperty(anyTool, fc.nat(), async (tool, choice) => {
        const text = printLock(await lockOf({ tools: [tool] }))
        const from = text.indexOf('"hash"')
        const at = from + (choice % (text.length - from - 2))
        const changed = text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1)
        const result = await parseLock(changed)
        // Space between members is no content.
        if (result.ok) expect(printLock(result.lock)).toBe(text)
      }),
      { numRuns: 300 },
    )
  })
})

describe('approveDefinition', () => {
  const changed = { ...readFile, description: 'Reads a file.' }

  it('replaces a definition and drops approvals of the old one [F-51] [F-53]', async () => {
    const lock = await lockOf(surface, { approval })
    const again = await approveDefinition(lock, { list: 'tools', definition: changed }, { ...approval, by: 'bob' })
    expect(again.tools.map(({ name, approvals }) => [name, approvals.map(({ by }) => by)])).toEqual([
      ['append', ['ada@example.com']],
      ['read_file', ['bob']],
    ])
    expect(again.hash).toBe(await hashSurface({ ...surface, tools: [changed, { name: 'append' }] }))
    expect(lock.tools[1]?.hash).toBe(await hashTool(readFile))
    expect(await parseLock(printLock(again))).toMatchObject({ ok: true })
  })

  it('adds a second approval of the same definition beside the first [F-51]', async () => {
    const lock = await lockOf(surface, { approval })
    const again = await approveDefinition(lock, { list: 'tools', definition: readFile }, { ...approval, by: 'bob' })
    expect(again.tools[1]?.approvals.map(({ by }) => by)).toEqual(['ada@example.com', 'bob'])
    expect(again.hash).toBe(lock.hash)
  })

  it('keeps a digest a digest [F-51]', async () => {
    const lock = await lockOf(surface, { keep: 'digest' })
    const again = await approveDefinition(lock, { list: 'tools', definition: changed }, approval)
    expect(again.tools[1]).toEqual({ name: 'read_file', hash: await hashTool(changed), approvals: [approval] })
  })

  it('refuses an approval that says not why [F-51]', async () => {
    const lock = await lockOf(surface)
    const attempt = approveDefinition(lock, { list: 'tools', definition: changed }, { ...approval, reason: '' })
    await expect(attempt).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })

  it('withdraws instructions, and leaves a lock alone that has none [F-51]', async () => {
    const tools = [{ name: 'add' }]
    const [full, bare] = await Promise.all([
      createLock({ tools, instructions: 'Be brief.' }, { server: { name: 's' } }),
      createLock({ tools }, { server: { name: 's' } }),
    ])
    if (!full.ok || !bare.ok) throw new Error('no lock')
    expect(await withdrawInstructions(full.lock)).toEqual(bare.lock)
    expect(await withdrawInstructions(bare.lock)).toBe(bare.lock)
  })

  it('withdraws a definition, and leaves a lock alone that has none of the name [F-51]', async () => {
    const lock = await lockOf(surface)
    const less = await withdrawDefinition(lock, { list: 'tools', name: 'append' })
    expect(less.hash).toBe(await hashSurface({ ...surface, tools: [readFile] }))
    expect(await withdrawDefinition(lock, { list: 'tools', name: 'Append' })).toBe(lock)
  })
})
