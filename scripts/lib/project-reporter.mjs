import { writeFileSync } from 'node:fs'

const counters = () => ({ files: 0, brokenFiles: 0, passed: 0, failed: 0, skipped: 0 })

/** vitest reporter: counts by project, for `npm test`. Projects that ran nothing stay at zero and so come to light. */
export default class ProjectReporter {
  #names = []

  onInit(vitest) {
    this.#names = vitest.projects.map(({ name }) => name)
  }

  onTestRunEnd(modules, unhandledErrors) {
    const projects = Object.fromEntries(this.#names.map((name) => [name, counters()]))
    for (const module of modules) {
      const count = projects[module.project.name]
      const tests = [...module.children.allTests()]
      count.files += 1
      // A file that fails to load has errors and no failed test to show for them.
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) count.brokenFiles += 1
      for (const test of tests) {
        const { state } = test.result()
        count[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1
      }
    }
    const report = { projects, unhandledErrors: unhandledErrors.length }
    writeFileSync(process.env.SALLYPORT_TEST_REPORT, JSON.stringify(report))
  }
}
