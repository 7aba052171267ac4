import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { runConformance } from './conformance.mjs'
import { ensureInstalled } from './install.mjs'
import { checkPackages } from './packages.mjs'
import { ensureParts } from './parts.mjs'
import { run, tool } from './process.mjs'
import { runVitest } from './vitest.mjs'
import { exampleNames, root } from './workspace.mjs'

/** All stages together. */
export const TOTAL_SECONDS = 1380

/** Each is a server, a provider and clients: more would only wait for each other. */
const CHECKS_AT_ONCE = 3

const script = (name, ...args) => [process.execPath, [join(root, 'scripts', name), ...args]]

/** Runs commands side by side, at most so many at once; each is one check. */
async function together(commands, signal, atOnce = commands.length) {
  const ended = []
  const waiting = commands.entries()
  const worker = async () => {
    for (const [index, [command, args]] of waiting) {
      ended[index] = await Promise.allSettled([run(command, args, { signal })]).then(([one]) => one)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const broken = ended.filter(({ status }) => status === 'rejected').map(({ reason }) => reason)
  return {
    passed: commands.length - broken.length,
    failed: broken.length,
    output: broken.map(({ message }) => message).join('\n'),
  }
}

/**
 * In this order. A stage `needs` others to have run; it `standsOn` one that must have passed. A stage answers with its
 * counts, or with nothing for "one check, passed"; it throws when it fails.
 */
export const stages = [
  {
    name: 'install',
    budgetSeconds: 120,
    what: 'dependencies as the lockfile says',
    run: ({ signal }) => ensureInstalled({ signal }),
  },
  {
    name: 'parts',
    budgetSeconds: 150,
    what: 'Chromium, Redis and Postgres: looked for on PATH, installed on Debian as root',
    run: ensureParts,
  },
  {
    name: 'types',
    budgetSeconds: 120,
    what: 'TypeScript over sources, tests, examples, benchmarks and snippets',
    run: async ({ signal }) => void (await run(...tool('tsc', ['-p', 'tsconfig.json']), { signal })),
  },
  {
    name: 'lint',
    budgetSeconds: 120,
    what: 'eslint and prettier',
    run: ({ signal }) =>
      together(
        [tool('eslint', ['.', '--max-warnings', '0']), tool('prettier', ['--check', '.', '--log-level', 'warn'])],
        signal,
      ),
  },
  {
    name: 'build',
    budgetSeconds: 90,
    what: 'JavaScript and declarations of every package',
    run: ({ signal }) => ensureBuilt({ declarations: true, signal }),
  },
  {
    name: 'tests',
    needs: ['parts', 'build'],
    budgetSeconds: 780,
    what: 'unit, property, race, black-box, browser and architecture tests',
    run: runVitest,
  },
  {
    name: 'coverage',
    budgetSeconds: 10,
    what: 'requirement ids in test titles against docs/reference',
    run: async ({ signal }) => void (await run(...script('spec-coverage.mjs', '--check'), { signal })),
  },
  {
    name: 'api',
    standsOn: 'build',
    budgetSeconds: 30,
    what: 'public declarations against etc/api; neither any nor zod among them',
    run: async ({ signal }) => void (await run(...script('api-snapshot.mjs', '--check'), { signal })),
  },
  {
    name: 'packages',
    standsOn: 'build',
    budgetSeconds: 60,
    what: 'publint, are-the-types-wrong, knip',
    run: ({ signal }) => together(checkPackages(), signal),
  },
  {
    name: 'docs',
    budgetSeconds: 60,
    what: 'API reference without warnings, snippets in step with their files, examples in docstrings compile',
    run: ({ signal }) => together([tool('typedoc'), script('docs-snippets.mjs', '--check')], signal),
  },
  {
    name: 'runtimes',
    standsOn: 'build',
    budgetSeconds: 60,
    what: 'the web-standard doors on Bun, Deno and workerd, byte for byte as on Node',
    run: async ({ signal }) =>
      void (await run(process.execPath, ['--import', 'tsx', 'packages/runtime-matrix/matrix.ts', '--smoke'], {
        signal,
      })),
  },
  {
    name: 'examples',
    needs: ['parts'],
    standsOn: 'build',
    budgetSeconds: 120,
    what: 'the check of every example',
    run({ leftOutExamples, signal }) {
      const checks = exampleNames()
        .filter((name) => !leftOutExamples.has(name))
        .map((name) => `examples/${name}/check.ts`)
        .filter((path) => existsSync(join(root, path)))
      return together(
        checks.map((path) => [process.execPath, ['--import', 'tsx', path]]),
        signal,
        CHECKS_AT_ONCE,
      )
    },
  },
  {
    name: 'conformance',
    budgetSeconds: 180,
    what: 'the official MCP conformance suite against servers behind the gate, by way of npx',
    run: runConformance,
  },
]
