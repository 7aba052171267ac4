import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** Ours inside `node_modules`: gone together with what it remembers. */
export const cacheFolder = join(root, 'node_modules/.cache/sallyport')

export const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'))

function foldersWithManifest(parent) {
  if (!existsSync(join(root, parent))) return []
  return readdirSync(join(root, parent))
    .filter((name) => existsSync(join(root, parent, name, 'package.json')))
    .sort()
}

/** Examples can be started; what they share cannot. */
export const exampleNames = () =>
  foldersWithManifest('examples').filter((name) => readJson(`examples/${name}/package.json`).scripts?.start)

/** Packages that go to npm: folder, manifest, and those of them whose declarations they need. */
export function publishedPackages() {
  const packages = foldersWithManifest('packages')
    .map((folder) => {
      const manifest = readJson(`packages/${folder}/package.json`)
      return { folder, path: `packages/${folder}`, name: manifest.name, manifest }
    })
    .filter(({ manifest }) => manifest.private !== true)
  const names = new Set(packages.map(({ name }) => name))
  return packages.map((one) => ({
    ...one,
    needs: Object.keys({ ...one.manifest.dependencies, ...one.manifest.peerDependencies }).filter((n) => names.has(n)),
  }))
}

/** The published entry points of a package: `{ subpath, source, types }`, paths from the repository root. */
export function entryPoints({ path, manifest }) {
  return Object.entries(manifest.exports).flatMap(([subpath, target]) =>
    typeof target === 'string'
      ? []
      : [
          {
            subpath: subpath.replace(/^\.\/?/, '') || 'index',
            source: join(path, target['sallyport:source']),
            types: join(path, target.types),
          },
        ],
  )
}

const SKIPPED = new Set(['node_modules', 'dist', '.cache', '.git', 'api'])

/** Files below a folder whose name matches, as paths from the repository root. */
export function filesBelow(folder, pattern) {
  const absolute = join(root, folder)
  if (!existsSync(absolute)) return []
  return readdirSync(absolute, { withFileTypes: true })
    .flatMap((entry) => {
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesBelow(join(folder, entry.name), pattern)
      return pattern.test(entry.name) ? [relative(root, join(absolute, entry.name))] : []
    })
    .sort()
}
