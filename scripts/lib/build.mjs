import { join } from 'node:path'
import { timed } from './log.mjs'
import { run, tool } from './process.mjs'
import { fingerprint, stampMatches, writeStamp } from './stamps.mjs'
import { filesBelow, root, publishedPackages } from './workspace.mjs'

const SHARED = ['pnpm-lock.yaml', 'tsup.base.ts', 'tsconfig.base.json']

function sourceStamp({ path }) {
  const own = ['package.json', 'tsup.config.ts', 'tsconfig.build.json'].map((name) => `${path}/${name}`)
  return fingerprint([...SHARED, ...own, ...filesBelow(`${path}/src`, /\.ts$/)])
}

/** Builds what has changed since the last time. `declarations: false` leaves out what only compilers read. */
export async function ensureBuilt({ declarations, signal }) {
  const packages = publishedPackages().map((one) => ({ ...one, stamp: sourceStamp(one) }))
  const stale = packages.filter(({ folder, stamp }) => !stampMatches(`js-${folder}`, stamp))
  if (stale.length > 0) {
    await timed(`Building ${stale.map(({ name }) => name).join(', ')}`, () =>
      Promise.all(stale.map((one) => buildJavaScript(one, signal))),
    )
  }
  if (declarations) await ensureDeclarations(packages, signal)
}

async function buildJavaScript({ folder, path, stamp }, signal) {
  // tsup empties `dist`: the declarations that lay there are gone.
  writeStamp(`types-${folder}`, '')
  await run(...tool('tsup'), { cwd: join(root, path), signal })
  writeStamp(`js-${folder}`, stamp)
}

/** Declarations see those of the packages they import, so a package waits for what it needs. */
async function ensureDeclarations(packages, signal) {
  const all = fingerprint([], ...packages.map(({ stamp }) => stamp))
  const stale = packages.filter(({ folder }) => !stampMatches(`types-${folder}`, all))
  if (stale.length === 0) return
  const started = new Map()
  const declare = (one) => {
    const needed = packages.filter(({ name }) => one.needs.includes(name))
    const work = started.get(one.name) ?? Promise.all(needed.map(declare)).then(() => emit(one))
    started.set(one.name, work)
    return work
  }
  const emit = async ({ folder, path }) => {
    if (stampMatches(`types-${folder}`, all)) return
    await run(...tool('tsc', ['-p', `${path}/tsconfig.build.json`]), { signal })
    writeStamp(`types-${folder}`, all)
  }
  await timed(`Writing declarations of ${stale.map(({ name }) => name).join(', ')}`, () =>
    Promise.all(packages.map(declare)),
  )
}
