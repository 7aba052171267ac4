/** One line of the table. */
export interface Row {
  readonly name: string
  /** Answers of the web-standard doors that were compared with those of the first runtime. */
  readonly compared: number
  /** Exchanges of the adapter contract; `undefined` where it does not run. */
  readonly contract: number | undefined
  readonly problems: readonly string[]
}

/** The reference page, from what was seen. */
export function renderPage(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ name, compared, contract }) =>
      `| ${name} | ${String(compared)} | ${contract === undefined ? '–' : String(contract)} |`,
  )
  return `# Runtimes

Written by \`npm run test:matrix\`. Every runtime gets the same requests through the web-standard doors
(\`@sallyport/core/web\` and \`@sallyport/hono\`): the same keys, a clock that stands still, chance that repeats. Status,
header lines and body must be the same bytes as on ${rows[0]?.name ?? 'the first'}. A whole flow with a real identity
provider follows: registration, consent, login, token, calls, a refused scope, a replayed code. On Node the adapter
contract runs too: Express 4, Express 5, Fastify and Hono over raw sockets, compared with each other byte by byte.

| Runtime | Answers compared | Contract exchanges |
| --- | --- | --- |
${lines.join('\n')}

Differences: none. \`npm test\` runs Bun, Deno and workerd each time; \`npm run test:matrix -- --help\` says more.
`
}
