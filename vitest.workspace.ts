interface Project {
  extends: true
  test: {
    name: string
    root: string
    include: string[]
    isolate?: boolean
    testTimeout?: number
    hookTimeout?: number
    globalSetup?: string[]
  }
}

function project(name: string, root: string, include: string): Project {
  return { extends: true, test: { name, root, include: [include] } }
}

/** Real browsers and whole servers take their time. */
function slowProject(name: string, include: string, isolate = true): Project {
  const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 }
  return { extends: true, test: { name, root: '.', include: [include], isolate, ...timeouts } }
}

/** With something that is started once, before the first of its tests, and stopped after the last. */
function withSetup({ extends: base, test }: Project, globalSetup: string): Project {
  return { extends: base, test: { ...test, globalSetup: [globalSetup] } }
}

/** Whole deployments that are shot at for a while, and longer where the machine is busy. */
const soak = slowProject('soak', 'packages/soak/test/**/*.test.ts')

/** Projects of the test run. vitest 4 does not read this file by itself: `vitest.config.ts` imports it. */
export const projects: readonly Project[] = [
  ...['core', 'express', 'fastify', 'hono', 'sqlite', 'dev-idp', 'guards', 'cli', 'runtime-matrix', 'conformance'].map(
    (name) => project(name, `packages/${name}`, 'test/**/*.test.ts'),
  ),
  project('scripts', 'scripts', 'test/**/*.test.ts'),
  // Its files keep no state of their own; importing whole servers for each anew takes longer than many a test.
  slowProject('browser', 'packages/*/test-browser/**/*.test.ts', false),
  slowProject('redis', 'packages/redis/test/**/*.test.ts'),
  withSetup(
    slowProject('postgres', 'packages/postgres/test/**/*.test.ts'),
    'packages/postgres/test/support/global-setup.ts',
  ),
  slowProject('adapter-contract', 'packages/adapter-contract/test/**/*.test.ts'),
  { ...soak, test: { ...soak.test, testTimeout: 240_000 } },
  slowProject('examples', 'examples/*/test/**/*.test.ts'),
]
