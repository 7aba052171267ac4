import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..')
export const coreSource = join(repository, 'packages/core/src')

/** Every TypeScript file below a folder, dependencies and build output left out. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (['node_modules', 'dist', '.cache', 'api'].includes(name)) return []
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sourceFiles(path)
    return /\.(ts|mjs)$/.test(name) ? [path] : []
  })
}

export interface SourceImport {
  /** Path of the importing file below `src`. */
  readonly from: string
  readonly specifier: string
  /** Path of the imported file below `src`; absent for packages. */
  readonly target?: string
}

const IMPORT = /^(?:import|export)\s[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm

/** Every import of a file of core, types included: a type is knowledge of the other room too. */
export function importsOf(path: string): SourceImport[] {
  const from = relative(coreSource, path)
  const code = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  return [...code.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ''
    if (!specifier.startsWith('.')) return { from, specifier }
    return { from, specifier, target: relative(coreSource, resolve(dirname(path), specifier)).replace(/\.js$/, '.ts') }
  })
}

const SHELVES = ['policy', 'primitives', 'services', 'compositions', 'host']

/** The room a file below `src` lives in: `errors`, `policy/pkce`, … or `root` for what joins all rooms together. */
export function roomOf(file: string): string {
  const [first = '', second = '', third] = file.split('/')
  if (second === '' || first === 'sallyport') return 'root'
  return SHELVES.includes(first) && third !== undefined ? `${first}/${second}` : first
}

/** Every room with its folder. */
export function rooms(): string[] {
  return [...new Set(sourceFiles(coreSource).map((path) => roomOf(relative(coreSource, path))))].filter(
    (room) => room !== 'root',
  )
}

interface CoreManifest {
  sideEffects: boolean
  dependencies: Record<string, string>
  exports: Record<string, string | { 'sallyport:source': string }>
}

export const coreManifest = JSON.parse(
  readFileSync(join(repository, 'packages/core/package.json'), 'utf8'),
) as CoreManifest

/** Subpath name and source file of every export of core. */
export const subpaths = Object.entries(coreManifest.exports).flatMap(([name, target]) =>
  typeof target === 'string'
    ? []
    : [{ name: name.replace(/^\.\/?/, '') || 'core', source: join(coreSource, '..', target['sallyport:source']) }],
)
