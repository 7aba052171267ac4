import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  checkLock,
  createLock,
  hashTool,
  type ServerSurface,
  type ToolLock,
} from '../../../src/policy/tool-guard/index.js'
import { anyTools, chance, oneCharacterChanges, readFile, reordered, shuffled } from './definitions.js'

async function lockOf(surface: ServerSurface): Promise<ToolLock> {
  const result = await createLock(surface, { server: { name: 'files' }, keep: 'digest' })
  if (!result.ok) throw new Error(result.problem)
  return result.lock
}

const a = { name: 'a' }

it('lets everything pass that is as locked, in any order [F-53] [TL-11]', async () => {
  await fc.assert(
    fc.asyncProperty(anyTools, fc.integer({ min: 1, max: 1e6 }), async (tools, seed) => {
      const next = chance(seed)
      const other = shuffled(tools, next).map((tool) => reordered(tool, next) as typeof readFile)
      const report = await checkLock(await lockOf({ tools }), { tools: other })
      expect(report).toEqual({ ok: true, allowed: { tools: other }, drifts: [] })
    }),
    { numRuns: 50 },
  )
})

it('lets nothing pass that differs in one character [F-53] [TL-08]', async () => {
  const lock = await lockOf({ tools: [readFile, a] })
  for (const changed of oneCharacterChanges(readFile) as (typeof readFile)[]) {
    if (typeof changed.name !== 'string') continue
    const report = await checkLock(lock, { tools: [changed, a] })
    expect([report.ok, report.allowed.tools]).toEqual([false, [a]])
  }
})

it.each<[string, ServerSurface, ServerSurface, object[]]>([
  ['unknown', { tools: [a] }, { tools: [a, { name: 'b' }] }, [{ list: 'tools', name: 'b', kind: 'unknown' }]],
  ['missing', { tools: [a, { name: 'b' }] }, { tools: [a] }, [{ list: 'tools', name: 'b', kind: 'missing' }]],
  ['only alike', { tools: [a] }, { tools: [{ name: 'A' }, a] }, [{ list: 'tools', name: 'A', kind: 'unknown' }]],
  [
    'a changed prompt',
    { tools: [], prompts: [a] },
    { tools: [], prompts: [{ ...a, title: 'x' }] },
    [{ list: 'prompts', kind: 'changed' }],
  ],
  [
    'an unknown template',
    { tools: [], resourceTemplates: [] },
    { tools: [], resourceTemplates: [{ uriTemplate: 'a:{b}' }] },
    [{ list: 'resourceTemplates', name: 'a:{b}', kind: 'unknown' }],
  ],
  [
    'other instructions',
    { tools: [], instructions: 'x' },
    { tools: [], instructions: 'y' },
    [{ list: 'instructions', kind: 'changed' }],
  ],
  ['no instructions', { tools: [], instructions: 'x' }, { tools: [] }, [{ list: 'instructions', kind: 'missing' }]],
])('tells what is %s [F-53]', async (_case, locked, seen, drifts) => {
  const report = await checkLock(await lockOf(locked), seen)
  expect(report.ok).toBe(false)
  expect(report.drifts).toMatchObject(drifts)
})

it('lets none of two tools of one name pass, though one is as locked [F-53] [TL-13]', async () => {
  const report = await checkLock(await lockOf({ tools: [a] }), { tools: [a, { name: 'a', title: 'other' }] })
  expect(report.allowed.tools).toEqual([])
  expect(report.drifts.map(({ kind }) => kind)).toEqual(['duplicated', 'duplicated'])
})

it('gives both hashes of what changed, for the audit log [F-53]', async () => {
  const report = await checkLock(await lockOf({ tools: [a] }), { tools: [{ ...a, title: 'x' }] })
  expect(report.drifts).toEqual([
    {
      list: 'tools',
      name: 'a',
      kind: 'changed',
      lockedHash: await hashTool(a),
      seenHash: await hashTool({ ...a, title: 'x' }),
    },
  ])
})

it('does not judge lists that the lock does not speak of [F-53]', async () => {
  expect(await checkLock(await lockOf({ tools: [] }), { tools: [], prompts: [a], instructions: 'x' })).toMatchObject({
    ok: true,
  })
})
