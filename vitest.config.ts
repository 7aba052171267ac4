import { defineConfig } from 'vitest/config'
import { projects } from './vitest.workspace.js'

/** Packages of this repository are tested from their sources: no build in between. */
const conditions = ['sallyport:source', 'module', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Half of the time tests wait for a browser, a disk or a child: one more than the two cores that every machine has.
  test: { projects: [...projects], maxWorkers: 3, testTimeout: 20_000, passWithNoTests: true },
})
