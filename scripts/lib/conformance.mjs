import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError, run } from './process.mjs'
import { cacheFolder, root } from './workspace.mjs'

const reportFile = join(cacheFolder, 'conformance.json')

/** The command, from sources: it stands on no build. */
export function conformance(args) {
  return [
    process.execPath,
    ['--conditions=sallyport:source', '--import', 'tsx', join(root, 'packages/conformance/run.ts'), ...args],
  ]
}

/** Runs the suite as a stage: each scenario counts, and so does a page that is out of date. */
export async function runConformance({ signal }) {
  mkdirSync(cacheFolder, { recursive: true })
  rmSync(reportFile, { force: true })
  let output
  try {
    output = await run(...conformance(['--check', '--report', reportFile]), { signal })
  } catch (error) {
    // Without a report it has not come to judge anything.
    if (!(error instanceof CommandError) || !existsSync(reportFile)) throw error
    output = error.message
  }
  const { passed, failed } = JSON.parse(readFileSync(reportFile, 'utf8'))
  return { passed, failed, output }
}
