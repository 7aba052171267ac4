import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const PACKAGES = join(import.meta.dirname, '../..')

interface Source {
  readonly name: string
  readonly text: string
  readonly lines: number
}

async function sourcesOf(adapter: string): Promise<readonly Source[]> {
  const folder = join(PACKAGES, adapter, 'src')
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'))
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8')
      return { name: `${adapter}/${name}`, text, lines: text.trimEnd().split('\n').length }
    }),
  )
}

const sources = (await Promise.all(['express', 'fastify', 'hono'].map(sourcesOf))).flat()

/** What an adapter needs: the port, the facts, the answers. Rooms in which decisions are made are not among it. */
const ROOMS = ['@sallyport/core', '@sallyport/core/node', '@sallyport/core/web']
const TYPES = [...ROOMS, '@sallyport/core/resource-server', '@sallyport/core/replies']
const VALUES = [...ROOMS, '@sallyport/core/replies']

function importsOf({ text }: Source, isTypeOnly: boolean): readonly string[] {
  const statements = [...text.matchAll(/^(?:import|export) (type )?[^'\n]*(?:\{[^}]*\} )?from '(@sallyport\/[^']+)'/gm)]
  return statements.filter(([, type]) => (type !== undefined) === isTypeOnly).map(([, , from]) => from ?? '')
}

describe('the adapters decide nothing', () => {
  it('have under 600 lines together, and none over 120 in a file [F-90]', () => {
    expect(sources.length).toBeGreaterThanOrEqual(9)
    expect(sources.filter(({ lines }) => lines > 120).map(({ name }) => name)).toEqual([])
    expect(sources.reduce((sum, { lines }) => sum + lines, 0)).toBeLessThan(600)
  })

  it.each(sources)('$name imports no room in which decisions are made [F-90] [ST-16]', (source) => {
    for (const from of importsOf(source, true)) expect(TYPES).toContain(from)
    for (const from of importsOf(source, false)) expect(VALUES).toContain(from)
  })
})
