import { Client, type VersionNegotiationMode } from '@modelcontextprotocol/client'
import { unreadable } from '../terminal/failure.js'
import { foreignLine, foreignLines } from './foreign-text.js'
import { readSurface } from './list-definitions.js'
import { MAX_BYTES, startReading } from './reading.js'
import { lockedServer, type ReadOptions } from './server-name.js'
import type { Source } from './source.js'
import { joinCommand } from './split-command.js'
import { stdioConnection } from './stdio-transport.js'

/**
 * A server that knows no other revision may be silent when it is asked for the newest: then the handshake of 2025 follows.
 * The share of the time is large, since programs that are fetched first start slowly.
 */
const PROBE_SHARE = 1 / 3

const STDERR_LINES = 15

/**
 * Starts a local server, reads what it says of itself, and ends it.
 *
 * @throws {CommandFailure} 3, with what the server wrote to its standard error
 */
export async function readStdio(
  argv: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
  options: ReadOptions,
): Promise<Source> {
  const label = foreignLine(joinCommand(argv))
  const reading = startReading(label, options.timeoutMs)
  const read = async (mode: VersionNegotiationMode): Promise<Source> => {
    const connection = stdioConnection({ argv, env, maxBytes: MAX_BYTES, onFault: reading.onFault })
    const client = new Client(options.client, {
      versionNegotiation: { mode, probe: { timeoutMs: Math.ceil(options.timeoutMs * PROBE_SHARE) } },
    })
    try {
      await client.connect(connection.transport, { signal: reading.signal, timeout: options.timeoutMs })
      const surface = await readSurface(client, { ...options, label, signal: reading.signal })
      return { label, surface, server: lockedServer(client, label, { command: argv }) }
    } catch (error) {
      throw reading.failure() ?? problemOf(error, connection.ended(), connection.stderr())
    } finally {
      await connection.transport.close()
    }
  }
  const problemOf = (error: unknown, ended: string | undefined, stderr: string): Error => {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EACCES') {
      return unreadable(`There is no program ${foreignLine(argv[0])} (${code}).`, 'Check its name and PATH.', error)
    }
    const what = ended === undefined ? foreignLine(message) : `it ended (${ended})`
    const said = stderr.trim() === '' ? '' : ` It wrote:\n${foreignLines(stderr, STDERR_LINES)}`
    return unreadable(`${label} cannot be read: ${what}.`, `Start it by hand.${said}`, error)
  }
  try {
    return await read('auto').catch((error: unknown) => {
      // Servers that know only the handshake may end at the probe: once more, as a client of 2025.
      const isGone = reading.failure() === undefined && (error as Error).message.includes('it ended (')
      if (!isGone) throw error
      return read('legacy')
    })
  } finally {
    reading.end()
  }
}
