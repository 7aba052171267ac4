import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  hashInstructions,
  hashList,
  hashPrompt,
  hashResource,
  hashResourceTemplate,
  hashSurface,
  hashTool,
  type ToolDefinition,
} from '../../../src/policy/tool-guard/index.js'
import { anyTool, anyTools, chance, oneCharacterChanges, readFile, reordered, shuffled } from './definitions.js'

const sha256 = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64url')}`

describe('hashTool', () => {
  it('is SHA-256 over the canonical JSON of the definition, computed here by other means [TL-08] [TL-09] [F-50]', async () => {
    const tool = { name: 'a', inputSchema: { type: 'object', '€': -0, '\ud83d\ude00': 1e21, '\ufb33': 1.0 } }
    const text = '{"inputSchema":{"type":"object","€":0,"\ud83d\ude00":1e+21,"\ufb33":1},"name":"a"}'
    expect(await hashTool(tool)).toBe(sha256(text))
  })

  it('changes with one character of any member, name or leaf, and with none else [TL-08] [TL-07] [F-50]', async () => {
    const changes = oneCharacterChanges(readFile) as ToolDefinition[]
    const hashes = await Promise.all(changes.map((tool) => hashTool(tool)))
    expect(changes.length).toBeGreaterThan(300)
    expect(hashes).not.toContain(await hashTool(readFile))
  })

  it('changes with any leaf of any definition [TL-08] [F-50]', async () => {
    await fc.assert(
      fc.asyncProperty(anyTool, fc.nat(), async (tool, choice) => {
        const changes = oneCharacterChanges(tool)
        const changed = changes[choice % changes.length] as ToolDefinition
        expect(await hashTool(changed)).not.toBe(await hashTool(tool))
      }),
      { numRuns: 500 },
    )
  })

  it('does not change by 10 000 random orders of members [TL-09] [F-50]', async () => {
    const next = chance(20260801)
    const expected = await hashTool(readFile)
    const hashes = new Set<string>()
    for (let i = 0; i < 10_000; i++) hashes.add(await hashTool(reordered(readFile, next) as ToolDefinition))
    expect([...hashes]).toEqual([expected])
  })

  it.each([
    ['annotations', { annotations: {} }],
    ['a description', { description: '' }],
    ['a null', { title: null }],
    ['the assumed hint', { annotations: { destructiveHint: true } }],
  ])('tells %s that is spelled out from one that is absent [TL-10]', async (_case, member) => {
    expect(await hashTool({ name: 'a', ...member })).not.toBe(await hashTool({ name: 'a' }))
  })

  it('does not normalise Unicode [TL-09]', async () => {
    expect(await hashTool({ name: '\u00e9' })).not.toBe(await hashTool({ name: 'e\u0301' }))
  })

  it('counts members called __proto__ and constructor [TL-09]', async () => {
    const plain = JSON.parse('{"name":"a"}') as ToolDefinition
    for (const member of ['__proto__', 'constructor', 'toString']) {
      const tool = JSON.parse(`{"name":"a","${member}":{"x":1}}`) as ToolDefinition
      expect(await hashTool(tool)).not.toBe(await hashTool(plain))
    }
  })

  it.each([
    ['undefined', { name: 'a', title: undefined }],
    ['NaN', { name: 'a', _meta: { cost: Number.NaN } }],
    ['half a surrogate pair', { name: '\ud83d' }],
    ['a date', { name: 'a', _meta: { at: new Date(0) } }],
  ])('refuses %s rather than hash something else [TL-09]', async (_case, tool) => {
    await expect(hashTool(tool)).rejects.toThrow(TypeError)
  })
})

it('hashes prompts, resources, templates and instructions the same way [F-50]', async () => {
  expect(await hashPrompt({ name: 'p', arguments: [] })).toBe(sha256('{"arguments":[],"name":"p"}'))
  expect(await hashResource({ uri: 'file:///a', name: 'a' })).toBe(sha256('{"name":"a","uri":"file:///a"}'))
  expect(await hashResourceTemplate({ uriTemplate: 'a://{b}' })).toBe(sha256('{"uriTemplate":"a://{b}"}'))
  expect(await hashInstructions('Be "kind".\n')).toBe(sha256('"Be \\"kind\\".\\n"'))
})

describe('hashList and hashSurface', () => {
  it('do not depend on order, pages or order of members [TL-11]', async () => {
    await fc.assert(
      fc.asyncProperty(anyTools, fc.integer({ min: 1, max: 1e6 }), async (tools, seed) => {
        const next = chance(seed)
        const other = shuffled(tools, next).map((tool) => reordered(tool, next) as ToolDefinition)
        expect(await hashList(other)).toBe(await hashList(tools))
        expect(await hashSurface({ tools: other })).toBe(await hashSurface({ tools }))
      }),
    )
  })

  it('change when a tool is added, removed or doubled [TL-11]', async () => {
    await fc.assert(
      fc.asyncProperty(anyTools, anyTool, async (tools, tool) => {
        expect(await hashList([...tools, tool])).not.toBe(await hashList(tools))
        expect(await hashList([...tools, tool, tool])).not.toBe(await hashList([...tools, tool]))
      }),
    )
  })

  it('tells the same definition in another list, an absent list and an empty one apart [TL-10] [F-50]', async () => {
    const a = { name: 'a' }
    const surfaces = [
      { tools: [a] },
      { tools: [a], prompts: [] },
      { tools: [a], prompts: [a] },
      { tools: [], prompts: [a] },
      { tools: [a], instructions: '' },
      { tools: [a], instructions: 'x' },
      { tools: [a], resources: [{ ...a, uri: 'a' }] },
      { tools: [a], resourceTemplates: [{ ...a, uriTemplate: 'a' }] },
    ]
    const hashes = await Promise.all(surfaces.map((surface) => hashSurface(surface)))
    expect(new Set(hashes).size).toBe(surfaces.length)
  })
})
