import { RELEASES, type Target } from './suites.js'
import type { SuiteVerdict } from './verdict.js'

const BEHIND: Readonly<Record<Target, string>> = {
  v1: 'SDK v1 on Express, sessions',
  v2: 'SDK v2 on Express, both eras at one address',
  web: 'SDK v2, web-standard door',
  'authorization-server': 'our authorization server',
}

function row({ suite, results, passed, explained, problems }: SuiteVerdict): string {
  const checks = (key: 'passed' | 'failed' | 'warned') => results.reduce((sum, result) => sum + result.checks[key], 0)
  const cells = [
    suite.what,
    suite.release,
    BEHIND[suite.target],
    passed,
    problems.length,
    explained.length,
    `${String(checks('passed'))} / ${String(checks('failed'))} / ${String(checks('warned'))}`,
  ]
  return `| ${cells.join(' | ')} |`
}

/** Scenarios with the same text stand in one line. */
function grouped(lines: readonly (readonly [scenario: string, text: string])[]): string {
  const byText = new Map<string, Set<string>>()
  for (const [scenario, text] of lines) byText.set(text, (byText.get(text) ?? new Set()).add(`\`${scenario}\``))
  return [...byText].map(([text, scenarios]) => `- ${[...scenarios].join(', ')}: ${text}`).join('\n')
}

/** The page `docs/reference/conformance.md`. */
export function renderPage(verdicts: readonly SuiteVerdict[]): string {
  const total = verdicts.reduce((sum, { passed }) => sum + passed, 0)
  const all = verdicts.reduce((sum, { results }) => sum + results.length, 0)
  const reasons = verdicts.flatMap(({ explained }) =>
    explained.map(({ scenario, reason }) => [scenario, reason] as const),
  )
  const warnings = verdicts
    .flatMap(({ results }) => results)
    .flatMap(({ scenario, warnings: said }) => said.map((text) => [scenario, text] as const))
  return `# Conformance

<!-- Written by \`npm run test:conformance\`. -->

The official MCP conformance suite, [\`@modelcontextprotocol/conformance\`](https://www.npmjs.com/package/@modelcontextprotocol/conformance)
${RELEASES.stable} (stable) and ${RELEASES.alpha} (newest alpha), against servers **behind the gate**: ${String(total)} of ${String(all)} scenarios
pass. A scenario passes when at least one of its checks does and none fails. \`npm test\` runs all of this and fails when a
scenario does not pass without a reason given below, or when this page is out of date.

| Suite | Release | Behind the gate | Passed | Failed | Explained | Checks passed / failed / warned |
| --- | --- | --- | --- | --- | --- | --- |
${verdicts.map(row).join('\n')}

## Explained

${grouped(reasons)}

## Warned

${grouped(warnings)}

## How it is run

- The servers are real deployments: \`protect(sallyport)\` on Express or in front of a \`fetch\` function, our authorization server, a development provider to log in at.
  The access token comes from a registered client and a person who consented; the gate has no back door for tests.
- The suite cannot send a token. A proxy in front adds it to requests for the endpoint and changes nothing else; \`Host\` and
  \`Origin\` arrive as the suite forged them.
- The servers use all of Sallyport: \`wrapServer\` filters lists and keeps sessions and tasks to their owners, \`sallyport.requestState\`
  seals what goes around through the client. The tasks of SEP-2663 are a fixture of ours, SDK 2.4.0 has none.
- Only the limit of calls for one user is raised: a suite calls faster than people do.
- The suite needs Node 22, so it runs through \`npx\` with a Node of its own.

## What it does not say

- No scenario tests a **server's** authorization: metadata of the resource, challenges, audiences, scopes. Our own tests do.
- The \`auth/*\` scenarios are for **clients**: they bring their own servers, so there is nothing of ours in them.
- The scenarios of the Skills extension (\`sep-2640-*\`) are optional and about what a server offers, not how it is guarded; they are
  not part of the requirements of a revision and are not run.
- The scenarios for authorization servers look at metadata and one code grant. They never replay a code, send a wrong verifier or
  try another redirect; [spec-coverage.md](spec-coverage.md) says which of our tests do.
`
}
