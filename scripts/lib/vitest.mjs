import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError, run, tool } from './process.mjs'
import { cacheFolder, root } from './workspace.mjs'

const reportFile = join(cacheFolder, 'vitest.json')

/** Runs the test projects whose parts are there, and holds the run to what was asked of it. */
export async function runVitest({ leftOutProjects, signal }) {
  mkdirSync(cacheFolder, { recursive: true })
  rmSync(reportFile, { force: true })
  const leftOut = [...leftOutProjects].flatMap((name) => ['--project', `!${name}`])
  const reporters = ['--reporter', 'default', '--reporter', join(root, 'scripts/lib/project-reporter.mjs')]
  let output
  try {
    output = await run(...tool('vitest', ['run', ...reporters, ...leftOut]), {
      signal,
      env: { SALLYPORT_TEST_REPORT: reportFile, NO_COLOR: '1' },
    })
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    output = error.message
    if (signal.aborted) throw error
  }
  return judge(JSON.parse(readFileSync(reportFile, 'utf8')), output, leftOutProjects)
}

/** Beyond failed tests: projects that did not run, tests that were skipped and errors outside tests count as failures. */
function judge({ projects, unhandledErrors }, output, leftOutProjects) {
  const total = (key) => Object.values(projects).reduce((sum, project) => sum + project[key], 0)
  const expected = [...readdirSync(join(root, 'packages')), 'scripts', 'browser', 'examples']
  const absent = expected.filter((name) => !leftOutProjects.has(name) && !(projects[name]?.files > 0))
  const complaints = [
    ...absent.map((name) => `The test project "${name}" ran no tests.`),
    ...(total('skipped') > 0 ? [`${total('skipped')} test(s) were skipped.`] : []),
    ...(unhandledErrors > 0 ? [`${unhandledErrors} error(s) outside of tests.`] : []),
    ...(total('brokenFiles') > 0 ? [`${total('brokenFiles')} test file(s) could not be run.`] : []),
  ]
  return {
    passed: total('passed'),
    failed: total('failed') + complaints.length,
    output: [output, ...complaints].join('\n'),
  }
}
