import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

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
  /** `import(…)`: only loaded when it is needed, and may be absent. */
  readonly late: boolean
}

/** Every import of a file of core, types included: a type is knowledge of the other room too. */
export function importsOf(path: string): SourceImport[] {
  const from = relative(coreSource, path)
  const found: SourceImport[] = []
  const add = (specifier: ts.Node | undefined, late: boolean) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return
    const { text } = specifier
    const target = relative(coreSource, resolve(dirname(path), text)).replace(/\.js$/, '.ts')
    found.push(text.startsWith('.') ? { from, specifier: text, target, late } : { from, specifier: text, late })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier, false)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, false)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], true)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022))
  return found
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
  peerDependencies: Record<string, string>
  exports: Record<string, string | { 'sallyport:source': string }>
  imports: Record<string, { 'sallyport:source': Record<string, string> }>
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
