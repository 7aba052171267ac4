/**
 * Writes etc/api/<package>/<subpath>.d.ts: what each entry point promises, read from the built declarations.
 * A change of the public API shows up there as a diff. `--check` writes nothing and fails on differences.
 * Types that say nothing (`any`) or belong to the schema library are never part of a promise: they always fail.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { ensureBuilt } from './lib/build.mjs'
import { readEntryPoints } from './lib/public-api.mjs'
import { entryPoints, filesBelow, root, publishedPackages } from './lib/workspace.mjs'

const FOLDER = 'etc/api'
const printer = ts.createPrinter({ removeComments: true })

const print = (node) => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
const byName = (a, b) => (a.name < b.name ? -1 : 1)

function render({ specifier, own, borrowed, hidden }) {
  const declarations = (symbols) => symbols.sort(byName).flatMap(({ nodes }) => nodes.map(print))
  const lines = [`// ${specifier}`, ...declarations(own)]
  for (const { name, home } of borrowed.sort(byName)) lines.push(`export { ${name} } // of ${home}`)
  if (hidden.length > 0) lines.push('// not exported, but part of the signatures above', ...declarations(hidden))
  return `${lines.join('\n')}\n`
}

function compare(snapshots) {
  const stale = [...snapshots].filter(([path, text]) => {
    return !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text
  })
  const gone = filesBelow(FOLDER, /\.d\.ts$/).filter((path) => !snapshots.has(path))
  return [...stale.map(([path]) => path), ...gone]
}

async function main(check) {
  await ensureBuilt({ declarations: true })
  const entries = publishedPackages().flatMap((one) =>
    entryPoints(one).map(({ subpath, types }) => ({ folder: one.folder, packageName: one.name, subpath, types })),
  )
  const { modules, complaints } = readEntryPoints(entries)
  for (const complaint of complaints) console.error(complaint)
  const snapshots = new Map(
    modules.map((module) => [`${FOLDER}/${module.folder}/${module.subpath}.d.ts`, render(module)]),
  )

  const changed = compare(snapshots)
  if (check) {
    for (const path of changed) console.error(`${path} differs from what is built.`)
    if (changed.length > 0) console.error('When the change is meant, run node scripts/api-snapshot.mjs and commit it.')
    return changed.length > 0 || complaints.length > 0 ? 1 : 0
  }
  rmSync(join(root, FOLDER), { recursive: true, force: true })
  for (const [path, text] of snapshots) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  console.log(`${snapshots.size} entry points, ${changed.length} changed`)
  return complaints.length > 0 ? 1 : 0
}

process.exitCode = await main(process.argv.includes('--check'))
