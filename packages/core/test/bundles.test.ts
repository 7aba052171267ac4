import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { coreManifest, repository, subpaths } from './support/source-tree.js'

/** Bytes each subpath may weigh, minified and gzipped, dependencies included. */
const budgets = JSON.parse(readFileSync(join(repository, 'etc/size-budgets.json'), 'utf8')) as Record<string, number>

/** Hosts have their own rules; every other subpath runs wherever web standards do. */
const portable = subpaths.filter(({ name }) => name !== 'node')

/** Names of frameworks and databases belong to their own packages. */
const FOREIGN_WORDS = /\b(express|fastify|hono|redis|sqlite|libsql|postgres)\b/gi

/** zod shares its configuration between copies of itself this way. */
const ZOD_CONFIG = '__zod_globalConfig'

async function browserBundle(source: string) {
  const result = await build({
    entryPoints: [source],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    conditions: ['sallyport:source'],
    external: Object.keys(coreManifest.peerDependencies),
    logLevel: 'silent',
    metafile: true,
  })
  return { text: result.outputFiles[0]?.text ?? '', inputs: Object.keys(result.metafile.inputs) }
}

it('promises bundlers that importing does nothing', () => {
  expect(coreManifest.sideEffects).toBe(false)
})

it('has a size budget for every subpath and for nothing else', () => {
  expect(Object.keys(budgets).sort()).toEqual(portable.map(({ name }) => name).sort())
})

describe.each(portable)('@sallyport/core/$name', ({ name, source }) => {
  let bundle: Awaited<ReturnType<typeof browserBundle>>

  beforeAll(async () => {
    // Rejects when something of `node:` is imported: a browser target cannot resolve it.
    bundle = await browserBundle(source)
  })

  it('bundles for a browser, from its own room downwards', () => {
    expect(bundle.inputs.length).toBeGreaterThan(0)
    expect(bundle.text).not.toMatch(/(from|import)\s*["']node:/)
    expect(bundle.text.match(FOREIGN_WORDS) ?? []).toEqual([])
  })

  it('stays within its size budget', () => {
    expect(gzipSync(bundle.text, { level: 9 }).length).toBeLessThanOrEqual(budgets[name] ?? 0)
  })

  it('does nothing when it is imported', async () => {
    const touched: string[] = []
    const guard = (owner: object, member: string) =>
      vi.spyOn(owner as Record<string, () => unknown>, member).mockImplementation(() => touched.push(member))
    const guards = [
      guard(globalThis, 'fetch'),
      guard(globalThis, 'setTimeout'),
      guard(globalThis, 'setInterval'),
      guard(Date, 'now'),
      guard(Math, 'random'),
      guard(globalThis.crypto, 'getRandomValues'),
      guard(console, 'log'),
      guard(console, 'warn'),
    ]
    const before = Reflect.ownKeys(globalThis)
    try {
      await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(bundle.text)}`)
    } finally {
      for (const spy of guards) spy.mockRestore()
    }
    expect(touched).toEqual([])
    const added = Reflect.ownKeys(globalThis).filter((key) => !before.includes(key) && key !== ZOD_CONFIG)
    expect(added).toEqual([])
  })
})
