import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { projects } from '../../../vitest.workspace.js'
import {
  coreManifest,
  coreSource,
  importsOf,
  repository,
  roomOf,
  rooms,
  sourceFiles,
  subpaths,
} from './support/source-tree.js'

/** A tier may import the tiers before it. Rooms of one tier do not know each other, unless `sideways` says so. */
const TIERS: readonly { rooms: RegExp; sideways?: true }[] = [
  { rooms: /^errors$/ },
  { rooms: /^foundation$/ },
  { rooms: /^store$/ },
  { rooms: /^audit$/ },
  { rooms: /^policy\//, sideways: true },
  { rooms: /^primitives\//, sideways: true },
  { rooms: /^services\// },
  { rooms: /^compositions\/upstream$/ },
  { rooms: /^compositions\/(authorization-server|resource-server)$/ },
  { rooms: /^root$/ },
  { rooms: /^host\// },
]

const tierOf = (room: string) => TIERS.findIndex((tier) => tier.rooms.test(room))

const files = sourceFiles(coreSource)
const imports = files.flatMap(importsOf)
const between = imports.flatMap(({ from, specifier, target }) =>
  target !== undefined && roomOf(from) !== roomOf(target)
    ? [{ from, specifier, target, room: roomOf(from), other: roomOf(target) }]
    : [],
)
const line = ({ from, specifier }: { from: string; specifier: string }) => `${from} → ${specifier}`

it('finds the sources it judges', () => {
  expect(files.length).toBeGreaterThan(30)
  expect(between.length).toBeGreaterThan(10)
})

it('gives every room a tier', () => {
  expect(rooms().filter((room) => tierOf(room) < 0)).toEqual([])
})

it('lets a tier import only the tiers before it', () => {
  const upwards = between.filter(({ room, other }) => tierOf(other) > tierOf(room))
  expect(upwards.map(line)).toEqual([])
})

it('keeps rooms of one tier apart', () => {
  const sideways = between.filter(({ room, other }) => {
    const tier = tierOf(room)
    return tier === tierOf(other) && TIERS[tier]?.sideways !== true
  })
  expect(sideways.map(line)).toEqual([])
})

it('has no circle between rooms', () => {
  const edges = new Map<string, Set<string>>()
  for (const { room, other } of between) edges.set(room, (edges.get(room) ?? new Set()).add(other))
  const circles: string[] = []
  const walk = (room: string, trail: readonly string[]): void => {
    if (trail.includes(room)) circles.push([...trail.slice(trail.indexOf(room)), room].join(' → '))
    else for (const next of edges.get(room) ?? []) walk(next, [...trail, room])
  }
  for (const room of edges.keys()) walk(room, [])
  expect(circles).toEqual([])
})

it('enters another room only through its index', () => {
  const past = between.filter(({ target, other }) => other !== 'root' && target !== `${other}/index.ts`)
  expect(past.map(line)).toEqual([])
})

/** They compute, and nothing else; of jose its signatures: what it fetches is fetched in primitives only. */
const PURE_PACKAGES = ['zod/mini', 'ipaddr.js', 'jose']

it('keeps policy pure: no store, no audit, no packages but those that only compute', () => {
  const impure = imports.filter(
    ({ from, specifier, target }) =>
      from.startsWith('policy/') &&
      (target === undefined ? !PURE_PACKAGES.includes(specifier) : ['store', 'audit'].includes(roomOf(target))),
  )
  expect(impure.map(line)).toEqual([])
})

it('imports no package that is not a dependency, peers only when needed, and node only in host/node', () => {
  const allowed = new Set([...Object.keys(coreManifest.dependencies).filter((name) => name !== 'zod'), 'zod/mini'])
  const peers = Object.keys(coreManifest.peerDependencies)
  const foreign = imports.filter(
    ({ from, specifier, target, late }) =>
      target === undefined &&
      !allowed.has(specifier) &&
      !(specifier in coreManifest.imports && from === 'foundation/runtime.ts') &&
      !(late && peers.some((peer) => `${specifier}/`.startsWith(`${peer}/`))) &&
      !(specifier.startsWith('node:') && from.startsWith('host/node/')),
  )
  expect(foreign.map(line)).toEqual([])
})

it('has one door to the platform: the fetch of the host it runs on, reached by the runtime alone [UR-01]', () => {
  expect(Object.keys(coreManifest.imports)).toEqual(['#system-fetch'])
  expect(coreManifest.imports['#system-fetch']?.['sallyport:source']).toEqual({
    node: './src/host/node/outbound/system-fetch.ts',
    default: './src/foundation/system-fetch.ts',
  })
})

it('opens every room with an index that says what it stops', () => {
  const silent = rooms().filter((room) => {
    const index = join(coreSource, room, 'index.ts')
    return !existsSync(index) || !/^\/\*\*[\s\S]*?@module\s*\*\//.test(readFileSync(index, 'utf8'))
  })
  expect(silent).toEqual([])
})

it('publishes every room but the private ground', () => {
  const published = subpaths.map(({ source }) => roomOf(relative(coreSource, source)))
  expect(rooms().filter((room) => room !== 'foundation' && !published.includes(room))).toEqual([])
})

it('keeps files small: none over 400 lines, nine in ten up to 250, half up to 120', () => {
  const sized = ['packages', 'examples', 'bench', 'scripts', 'docs'].flatMap((folder) =>
    sourceFiles(join(repository, folder)).map((path) => ({
      path: relative(repository, path),
      lines: readFileSync(path, 'utf8').split('\n').length - 1,
    })),
  )
  sized.sort((a, b) => a.lines - b.lines)
  const at = (share: number) => sized[Math.floor((sized.length - 1) * share)]?.lines
  expect(sized.filter(({ lines }) => lines > 400)).toEqual([])
  expect(at(0.9)).toBeLessThanOrEqual(250)
  expect(at(0.5)).toBeLessThanOrEqual(120)
})

it('gives every package a test project, and every project tests', () => {
  const tests = ['packages', 'examples', 'scripts'].flatMap((folder) =>
    sourceFiles(join(repository, folder)).map((path) => relative(repository, path)),
  )
  const empty = projects.filter(({ test }) => {
    const patterns = test.include.map((include) => globPattern(join(test.root, include)))
    return !tests.some((path) => patterns.some((pattern) => pattern.test(path)))
  })
  expect(projects.map(({ test }) => test.name)).toEqual(
    expect.arrayContaining(readdirSync(join(repository, 'packages'))),
  )
  expect(empty.map(({ test }) => test.name)).toEqual([])
})

/** `**` is any depth, `*` one segment or a part of it. */
function globPattern(glob: string): RegExp {
  const source = glob.replaceAll('.', '\\.').replaceAll('**/', '(?:.+/)?').replaceAll('*', '[^/]*')
  return new RegExp(`^${source}$`)
}
