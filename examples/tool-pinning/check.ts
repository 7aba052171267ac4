/**
 * What must be true of this example: a tool that changes while its server runs is closed within one request, no call
 * reaches it, the difference is shown, and an approval opens it again. Exits with 1 when something came out wrong.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { Client as ClientV2 } from '@modelcontextprotocol/client'
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js'
import { lockFromFile } from '@sallyport/core/node'
import { guardClient } from '@sallyport/core/sdk'
import { createChecks, type Checks } from 'sallyport-example-support/checks'
import { approvePending, lockServer, serverProgram } from './operator.js'

interface Call {
  readonly release: string
}

/** A running server, its client, and what happened. */
interface Running {
  readonly tools: () => Promise<string>
  readonly forecast: () => Promise<string>
  /** The vendor ships another release; resolves when it is in place. */
  readonly ship: (release: string) => Promise<void>
  readonly calls: () => readonly Call[]
  readonly log: () => string
  readonly close: () => Promise<void>
}

const clients = {
  'SDK v1': () => ({ client: new ClientV1({ name: 'check', version: '1.0.0' }), Transport: StdioV1 }),
  'SDK v2': () => ({ client: new ClientV2({ name: 'check', version: '1.0.0' }), Transport: StdioV2 }),
}

async function start(
  generation: keyof typeof clients,
  dataDir: string,
  pinnedBy: 'server' | 'client',
): Promise<Running> {
  const { client, Transport } = clients[generation]()
  const transport = new Transport(serverProgram(dataDir, pinnedBy === 'server' ? 'on' : 'off'))
  let log = ''
  ;(transport.stderr as Readable).on('data', (chunk: Buffer) => (log += chunk.toString()))
  if (pinnedBy === 'client') guardClient(client, { lock: lockFromFile(join(dataDir, 'mcp-tools.lock.json')) })
  await client.connect(transport)
  return {
    log: () => log,
    tools: async () => (await client.listTools()).tools.map(({ name }) => name).join(),
    async forecast() {
      try {
        const { content } = await client.callTool({ name: 'forecast', arguments: { city: 'Lisbon' } })
        return (content as { text: string }[]).map(({ text }) => text).join()
      } catch (error) {
        return `${String((error as { code?: number }).code)} ${(error as Error).message}`
      }
    },
    async ship(release) {
      writeFileSync(join(dataDir, 'release'), release)
      for (let i = 0; i < 500 && !log.includes(`release ${release} is in place`); i++) await delay(10)
    },
    calls() {
      const file = join(dataDir, 'calls')
      const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
      return lines.map((line) => JSON.parse(line) as Call)
    },
    close: () => client.close(),
  }
}

const isRefused = (answer: string): boolean => answer.startsWith('-32602 ')

async function checkServer(checks: Checks, running: Running, dataDir: string): Promise<void> {
  const { tools, forecast, ship, calls, log } = running
  checks.check('what was approved is shown', (await tools()) === 'forecast,cities', await tools())
  const first = await forecast()
  checks.check('and runs', first === 'Sunny, says release 1.', first)

  await ship('2')
  const pulled = await forecast()
  checks.check('the first call after the change is refused', isRefused(pulled), pulled)
  checks.check('the answer is that of a tool that does not exist', pulled.includes('Unknown tool: forecast'), pulled)
  const many = await Promise.all(Array.from({ length: 50 }, forecast))
  checks.check(
    'so are fifty at once',
    many.every(isRefused),
    many.find((answer) => !isRefused(answer)),
  )
  checks.check('it is not shown any more', (await tools()) === 'cities', await tools())
  const reached = calls().filter(({ release }) => release === '2').length
  checks.check('no call reached it', reached === 0, String(reached))
  checks.check('the difference is shown', /id_rsa/.test(log()) && /critical/i.test(log()), log())
  checks.check('the audit log has it once', log().split('"kind":"tool.drifted"').length === 2, log())

  await ship('3')
  const better = await forecast()
  checks.check('a change for the better has to be approved as well', isRefused(better), better)
  await approvePending(dataDir, 'ada@example.com', 'Better wording')
  const again = await forecast()
  checks.check('after that it runs, without a restart', again === 'Sunny, says release 3.', again)
  checks.check('it is shown again', (await tools()) === 'forecast,cities', await tools())
  checks.check('the audit log says who approved', /"tool\.approved".*ada@example\.com/.test(log()), log())
}

async function checkClient(checks: Checks, { tools, forecast, ship, calls }: Running): Promise<void> {
  checks.check('what was approved runs', (await forecast()) === 'Sunny, says release 1.')
  await ship('2')
  const pulled = await forecast()
  checks.check('the first call after the change is not sent', isRefused(pulled), pulled)
  checks.check('the tool is not shown', (await tools()) === 'cities', await tools())
  checks.check(
    'no call reached it',
    calls().every(({ release }) => release === '1'),
  )
}

const checks = createChecks()
for (const generation of ['SDK v1', 'SDK v2'] as const) {
  for (const pinnedBy of ['server', 'client'] as const) {
    checks.heading(`\n${generation} client, the lock is held by the ${pinnedBy}`)
    const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-check-'))
    await checks.attempt('everything runs', async () => {
      await lockServer(dataDir, 'grace@example.com')
      const running = await start(generation, dataDir, pinnedBy)
      try {
        if (pinnedBy === 'server') await checkServer(checks, running, dataDir)
        else await checkClient(checks, running)
      } finally {
        await running.close()
      }
    })
    rmSync(dataDir, { recursive: true, force: true })
  }
}
checks.finish()
