/**
 * What must be true of this example: pages reach the model as data, marked so that no page can end its mark; pages that give
 * orders do not reach it at all. Exits with 1 when something came out wrong.
 */
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio'
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js'
import { reveal } from '@sallyport/core/spotlight'
import { createChecks, type Checks } from 'sallyport-example-support/checks'
import type { Connection } from 'sallyport-example-support/mcp-client'
import { connectV1 } from 'sallyport-example-support/sdk-v1-client'
import { connectV2 } from 'sallyport-example-support/sdk-v2-client'
import { sourceConditions } from 'sallyport-example-support/source-condition'
import { PAGES, serveStrangers } from './strangers.js'

const NAME = 'Pages Check'

interface Program {
  readonly command: string
  readonly args: string[]
  readonly env: Record<string, string>
  readonly stderr: 'pipe'
}

interface Started {
  readonly connection: Connection
  readonly log: () => string
}

const clients = {
  'SDK v1 client': async (program: Program): Promise<Started> => {
    const transport = new StdioV1(program)
    return { log: logOf(transport), connection: await connectV1(transport, { name: NAME }) }
  },
  'SDK v2 client': async (program: Program): Promise<Started> => {
    const transport = new StdioV2(program)
    return { log: logOf(transport), connection: await connectV2(transport, { name: NAME }, 'auto') }
  },
}

function logOf({ stderr }: { readonly stderr: unknown }): () => string {
  let log = ''
  ;(stderr as Readable).on('data', (chunk: Buffer) => (log += chunk.toString()))
  return () => log
}

const tagOf = (shown: string): string => /^<untrusted-text-([0-9a-f]{24})/.exec(shown)?.[1] ?? ''

/** What stands between the marks. */
const plain = (shown: string): string => reveal({ content: shown, tag: tagOf(shown) })

async function checkPages(checks: Checks, { connection, log }: Started, web: string): Promise<void> {
  const fetched = (path: string) => connection.callTool('fetch_page', { url: `${web}${path}` })

  const weather = await fetched('/weather')
  const tag = tagOf(weather)
  console.log(weather.replaceAll(/^/gm, '      | '))
  checks.check('an ordinary page is marked as data', tag !== '', weather)
  checks.check('and is itself between the marks', plain(weather) === PAGES['/weather'], weather)
  checks.check('the next page has another tag', tagOf(await fetched('/weather')) !== tag, tag)

  const emoji = await fetched('/emoji')
  checks.check('emoji and Hebrew stay', plain(emoji) === PAGES['/emoji'], emoji)

  const escape = await fetched('/escape')
  const ends = escape.split(`</untrusted-text-${tagOf(escape)}>`).length - 1
  const bare = /(?<!\\)untrusted-text/i.test(escape.normalize('NFKC').slice(50, -45))
  checks.check('a page cannot end its mark', ends === 1 && !bare, escape)

  const picture = plain(await fetched('/picture'))
  checks.check('a picture carries nothing away', picture.includes('!\\[status]') && !picture.includes('!['), picture)

  const hidden = plain(await fetched('/hidden'))
  checks.check('hidden text is gone', hidden === 'A recipe. and more', JSON.stringify(hidden))

  const long = await fetched('/long')
  checks.check('a long page is cut, and says so', long.length < 25_000 && long.includes('[truncated'), long.slice(-100))

  for (const path of ['/orders', '/addressed']) {
    const shown = await fetched(path)
    checks.check(`${path} is withheld`, shown === 'The result of this tool was withheld by a content policy.', shown)
  }
  for (const address of ['http://169.254.169.254/latest/', `${web}/away`, 'file:///etc/passwd']) {
    const refused = plain(await connection.callTool('fetch_page', { url: address }))
    checks.check(`${address.replace(web, '')} is not fetched`, refused === 'The address could not be fetched.', refused)
  }
  const flagged = log().includes('"kind":"content.flagged"') && log().includes('override-instructions')
  checks.check('the audit log says what was found, and repeats nothing', flagged && !log().includes('zebra'), log())
}

const checks = createChecks()
const strangers = await serveStrangers()
for (const [title, start] of Object.entries(clients)) {
  for (const mode of ['delimit', 'datamark']) {
    checks.heading(`\n${title}, ${mode}`)
    await checks.attempt('everything runs', async () => {
      const conditions = sourceConditions.map((condition) => `--conditions=${condition}`)
      const script = fileURLToPath(new URL('server.ts', import.meta.url))
      const started = await start({
        command: process.execPath,
        args: [...conditions, '--import=tsx', script],
        env: { PAGES_PORT: String(strangers.port), SPOTLIGHT: mode },
        stderr: 'pipe',
      })
      try {
        await checkPages(checks, started, `http://127.0.0.1:${String(strangers.port)}`)
      } finally {
        await started.connection.close()
      }
    })
  }
}
strangers.close()
checks.finish()
