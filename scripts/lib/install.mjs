import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { timed } from './log.mjs'
import { run } from './process.mjs'
import { fingerprint, stampMatches, writeStamp } from './stamps.mjs'
import { readJson, root } from './workspace.mjs'

/** Installs exactly what the lockfile says, with the pnpm that `package.json` names, unless that is what lies there. */
export async function ensureInstalled({ signal } = {}) {
  const wanted = fingerprint(['pnpm-lock.yaml', 'pnpm-workspace.yaml'], process.version, process.platform, process.arch)
  if (stampMatches('install', wanted) && existsSync(join(root, 'node_modules/.pnpm'))) return
  const { packageManager } = readJson('package.json')
  await timed(`Installing dependencies with ${packageManager}`, () =>
    // CI=true: pnpm must not ask anything, nobody may be there to answer.
    run('npx', ['-y', packageManager, 'install', '--frozen-lockfile', '--prefer-offline'], {
      env: { CI: 'true' },
      signal,
    }),
  )
  writeStamp('install', wanted)
}
