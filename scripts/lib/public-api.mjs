import { join, relative } from 'node:path'
import ts from 'typescript'
import { root } from './workspace.mjs'

/** Declarations as a user's compiler sees them: built files, no custom condition. */
function createProgram(entries) {
  return ts.createProgram({
    rootNames: entries.map(({ types }) => join(root, types)),
    options: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
    },
  })
}

const isOurs = (path) => path.startsWith(join(root, 'packages/')) && path.includes('/dist/')

/** The statement a declaration stands in: `declare const a: T` for the name `a`. */
const statementOf = (node) => (ts.isVariableDeclaration(node) ? node.parent.parent : node)

/**
 * Reads what entry points promise: their own declarations, what they borrow from other entry points, and private
 * types that their signatures drag along. Complaints are about promises nobody can keep.
 */
export function readEntryPoints(entries) {
  const program = createProgram(entries)
  const checker = program.getTypeChecker()
  const resolve = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
  const complaints = new Set()

  const modules = entries.map((entry) => {
    const file = program.getSourceFile(join(root, entry.types))
    const module = file && checker.getSymbolAtLocation(file)
    const exported = module ? checker.getExportsOfModule(module).map((symbol) => [symbol.name, resolve(symbol)]) : []
    const specifier = entry.subpath === 'index' ? entry.packageName : `${entry.packageName}/${entry.subpath}`
    return { ...entry, specifier, exported }
  })
  const homes = findHomes(modules)

  /** Every symbol of ours that a declaration mentions. */
  function mentions(node, found = new Set()) {
    const where = relative(root, node.getSourceFile().fileName)
    if (node.kind === ts.SyntaxKind.AnyKeyword) complaints.add(`${where}: "any" in ${statementName(node)}`)
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
    const target = symbol && resolve(symbol)
    const home = target?.declarations?.[0]?.getSourceFile().fileName
    if (home?.includes('/node_modules/zod/')) complaints.add(`${where}: a type of zod in ${statementName(node)}`)
    if (target && home && isOurs(home) && isTopLevel(target)) found.add(target)
    ts.forEachChild(node, (child) => void mentions(child, found))
    return found
  }

  function describe(module) {
    const own = []
    const borrowed = []
    for (const [name, symbol] of module.exported) {
      const home = homes.get(symbol)
      if (home !== module.specifier) borrowed.push({ name, home })
      else own.push({ name, symbol, nodes: statementsOf(symbol) })
    }
    const hidden = new Map()
    const follow = (nodes) => {
      for (const symbol of nodes.flatMap((node) => [...mentions(node)])) {
        if (homes.has(symbol) || hidden.has(symbol)) continue
        hidden.set(symbol, { name: symbol.name, nodes: statementsOf(symbol) })
        follow(hidden.get(symbol).nodes)
      }
    }
    follow(own.flatMap(({ nodes }) => nodes))
    return { ...module, own, borrowed, hidden: [...hidden.values()] }
  }

  const described = modules.map(describe)
  for (const text of unresolved(program)) complaints.add(text)
  return { modules: described, complaints: [...complaints].sort() }
}

/** A symbol lives where it is exported first by a room; the package's root entry only borrows. */
function findHomes(modules) {
  const homes = new Map()
  const roomsFirst = [...modules].sort((a, b) => Number(a.subpath === 'index') - Number(b.subpath === 'index'))
  for (const { specifier, exported } of roomsFirst) {
    for (const [, symbol] of exported) if (!homes.has(symbol)) homes.set(symbol, specifier)
  }
  return homes
}

function statementsOf(symbol) {
  return [...new Set((symbol.declarations ?? []).map(statementOf))].filter((node) => !ts.isSourceFile(node))
}

function isTopLevel(symbol) {
  return (symbol.declarations ?? []).some((node) => ts.isSourceFile(statementOf(node).parent))
}

function statementName(node) {
  let current = node
  while (current.parent && !ts.isSourceFile(current.parent)) current = current.parent
  const name = current.name ?? current.declarationList?.declarations[0]?.name
  return name?.getText() ?? 'an export'
}

/** Errors inside our declarations: what does not resolve would silently be `any` for a user. */
function unresolved(program) {
  return program
    .getSourceFiles()
    .filter(({ fileName }) => isOurs(fileName))
    .flatMap((file) => program.getSemanticDiagnostics(file))
    .map(({ file, messageText }) => {
      return `${relative(root, file.fileName)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
}
