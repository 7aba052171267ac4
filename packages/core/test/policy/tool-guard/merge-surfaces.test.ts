import { describe, expect, it } from 'vitest'
import { checkLock, createLock, mergeSurfaces, type ServerSurface } from '../../../src/policy/tool-guard/index.js'

const github: ServerSurface = {
  tools: [{ name: 'search', description: 'Searches code.' }],
  prompts: [{ name: 'review' }],
  resources: [{ uri: 'repo://a' }],
  instructions: 'One.',
}
const notes: ServerSurface = {
  tools: [{ name: 'search', description: 'Searches notes.' }, { name: 'add' }],
  instructions: 'Two.',
}

const both = (first?: string, second?: string) =>
  mergeSurfaces([
    { server: 'github', prefix: first, surface: github },
    { server: 'notes', prefix: second, surface: notes },
  ])

describe('mergeSurfaces', () => {
  it('puts servers together under prefixes of its own, for one lock [TL-13] [F-53]', async () => {
    const merged = both('github_', 'notes_')
    if (!merged.ok) return expect.fail('collision')
    expect(merged.surface.tools.map(({ name }) => name)).toEqual(['github_search', 'notes_search', 'notes_add'])
    expect(merged.surface).toMatchObject({ prompts: [{ name: 'github_review' }], resources: [{ uri: 'repo://a' }] })
    expect(merged.surface.instructions).toBe('One.\n\nTwo.')
    expect(merged.origin('tools', 'notes_search')).toEqual({ server: 'notes', name: 'search' })
    expect(merged.origin('resources', 'repo://a')).toEqual({ server: 'github', name: 'repo://a' })
    expect(merged.origin('tools', 'search')).toBeUndefined()
    const locked = await createLock(merged.surface, { server: { name: 'gateway' } })
    if (!locked.ok) return expect.fail(locked.problem)
    expect(await checkLock(locked.lock, merged.surface)).toMatchObject({ ok: true })
  })

  it.each([
    ['none of them has a prefix', undefined, undefined, 'search'],
    ['both have the same', 'x_', 'x_', 'x_search'],
  ])('takes it for an error that names collide where %s [TL-13] [TL-12]', (_case, first, second, name) => {
    expect(both(first, second)).toEqual({
      ok: false,
      collisions: [{ list: 'tools', name, servers: ['github', 'notes'] }],
    })
  })

  it('finds names that collide because of their prefixes [TL-13]', () => {
    const a = { server: 'a', prefix: 'a_', surface: { tools: [{ name: 'b_c' }] } }
    const b = { server: 'b', prefix: 'a_b_', surface: { tools: [{ name: 'c' }] } }
    expect(mergeSurfaces([a, b])).toMatchObject({ ok: false, collisions: [{ name: 'a_b_c' }] })
  })

  it('never changes URIs, so they collide whatever the prefix, and a server with itself too [TL-13]', () => {
    const surface = { tools: [], resourceTemplates: [{ uriTemplate: 'x://{a}' }] }
    const parts = ['a', 'b'].map((server) => ({ server, prefix: `${server}_`, surface }))
    expect(mergeSurfaces(parts)).toMatchObject({
      ok: false,
      collisions: [{ list: 'resourceTemplates', name: 'x://{a}' }],
    })
    const twice = { server: 'a', surface: { tools: [{ name: 'b' }, { name: 'b' }] } }
    expect(mergeSurfaces([twice])).toMatchObject({ ok: false, collisions: [{ servers: ['a', 'a'] }] })
  })

  it('goes by the name that the operator gives, not by what a server calls itself [TL-13]', () => {
    const surface = { tools: [{ name: 'search', serverInfo: { name: 'github' } }] }
    const merged = mergeSurfaces([{ server: 'stranger', prefix: 'stranger_', surface }])
    expect(merged.ok && merged.origin('tools', 'stranger_search')).toEqual({ server: 'stranger', name: 'search' })
  })
})
