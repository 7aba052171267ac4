import type { TestProject } from 'vitest/node'
import { startServer } from './server.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server that the tests of this project share. */
    postgresUrl: string
  }
}

/** One server for the whole project; each test has a schema of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer()
  project.provide('postgresUrl', server.url)
  return () => server.remove()
}
