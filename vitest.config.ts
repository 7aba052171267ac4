import { defineConfig } from 'vitest/config'
import { projects } from './vitest.workspace.js'

export default defineConfig({
  resolve: { conditions: ['sallyport:source', 'module', 'node'] },
  ssr: { resolve: { conditions: ['sallyport:source', 'module', 'node'] } },
  test: { projects, testTimeout: 20_000, passWithNoTests: true },
})
