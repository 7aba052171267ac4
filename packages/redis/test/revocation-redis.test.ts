import { Redis } from 'ioredis'
import { revocationIsExact } from '../../core/test/support/revocation/suite.js'
import { startServer } from './support/server.js'

/** The keys of the log as they are, and back. */
async function copyLog(port: number): Promise<() => Promise<void>> {
  const client = new Redis({ port, host: '127.0.0.1' })
  const names = await client.keys('*{log}*')
  const values = await Promise.all(names.map((name) => client.dumpBuffer(name)))
  return async () => {
    const back = client.multi()
    back.del(...(await client.keys('*{log}*')))
    for (const [i, name] of names.entries()) back.restore(name, 0, values[i] ?? '')
    await back.exec()
    client.disconnect()
  }
}

revocationIsExact('Redis', async () => {
  const server = await startServer({ appendonly: 'yes', appendfsync: 'always' })
  return {
    program: new URL('./support/revocation-process.ts', import.meta.url),
    args: [String(server.port)],
    copyLog: () => copyLog(server.port),
    dispose: () => server.dispose(),
  }
})
