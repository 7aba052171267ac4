import { defineConfig } from 'vitest/config'
import { projects } from './vitest.workspace.js'

/** Packages of this repository are tested from their sources: no build in between. */
const conditions = ['sallyport:source', 'module', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { projects: [...projects], testTimeout: 20_000, passWithNoTests: true },
})
