import { ESLint, Linter } from 'eslint'
import { describe, expect, it } from 'vitest'

const RULES = ['no-restricted-globals', 'no-restricted-imports', 'no-restricted-syntax']

const eslint = new ESLint()

/** What the rules for a file say about a text, without the types that take a minute. */
async function complaints(file: string, code: string): Promise<string[]> {
  const { rules } = (await eslint.calculateConfigForFile(file)) as { rules: Record<string, Linter.RuleEntry> }
  const chosen = Object.fromEntries(RULES.flatMap((name) => (rules[name] ? [[name, rules[name]]] : [])))
  return new Linter().verify(code, { rules: chosen }).flatMap(({ ruleId }) => ruleId ?? [])
}

const sources = [
  'packages/core/src/services/clients/some.ts',
  'packages/core/src/foundation/runtime.ts',
  'packages/core/src/host/node/some.ts',
  'packages/core/src/host/sdk/some.ts',
  ...['express', 'fastify', 'hono', 'sqlite', 'redis', 'postgres', 'guards', 'cli'].map(
    (one) => `packages/${one}/src/some.ts`,
  ),
]

const waysOut = [
  "fetch('https://login.example.com/')",
  "globalThis.fetch('https://login.example.com/')",
  "new WebSocket('wss://login.example.com/')",
  "new EventSource('https://login.example.com/')",
  "import { request } from 'node:https'; request('https://login.example.com/')",
  "import { get } from 'node:http'; get('http://login.example.com/')",
  "import https from 'node:https'; https.get('https://login.example.com/')",
  "import { connect } from 'node:http2'; connect('https://login.example.com/')",
  "import { request } from 'undici'; request('https://login.example.com/')",
  "import axios from 'axios'; axios.get('https://login.example.com/')",
]

describe.each(sources)('lint of %s', (file) => {
  it.each(waysOut)('forbids %s [UR-01]', async (code) => {
    expect(await complaints(file, code)).not.toEqual([])
  })

  it('takes the way out that there is [UR-01]', async () => {
    expect(await complaints(file, "runtime.fetch('https://login.example.com/')")).toEqual([])
  })
})

it('lets one room open connections, and one file ask the platform [UR-01]', async () => {
  const [, , , , byNode = ''] = waysOut
  expect(await complaints('packages/core/src/host/node/outbound/exchange.ts', byNode)).toEqual([])
  expect(
    await complaints('packages/core/src/host/node/outbound/exchange.ts', "fetch('https://a.example/')"),
  ).not.toEqual([])
  expect(
    await complaints('packages/core/src/foundation/system-fetch.ts', "globalThis.fetch('https://a.example/')"),
  ).toEqual([])
})
