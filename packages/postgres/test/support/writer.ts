import { writeSync } from 'node:fs'
import pg from 'pg'
import { postgresStore } from '../../src/index.js'

/** Writes until it is killed or the server is, and says so on stdout once a write is acknowledged. */
const [url = '', schema = '', name = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url })
pool.on('error', () => undefined)
pool.on('connect', (client) => client.on('error', () => undefined))
const { records, revocations } = postgresStore({ client: pool, schema })
const expiresAtMs = Date.now() + 3_600_000
const options = { expiresAtMs, indexes: [`user:${name}`, 'kind:grant'] }
const say = (line: string): void => void writeSync(1, `${line}\n`)

try {
  for (let i = 0; ; i++) {
    await records.putIfAbsent(`grant:${name}-${i}`, 'x'.repeat(1 + ((i * 997) % 20_000)), options)
    say(`put ${i}`)
    if (i % 2 === 0) {
      const key = `grant:${name}-${i}`
      const version = (await records.get(key))?.version ?? ''
      await records.compareAndSwap(key, version, 'swapped', { ...options, indexes: [`swapped:${name}`] })
      say(`swap ${i}`)
    }
    if (i % 3 === 0) {
      await records.take(`grant:${name}-${i}`)
      say(`take ${i}`)
    }
    await revocations.append({ kind: 'jti', id: `${name}-${i}`, revokedAtMs: Date.now(), expiresAtMs })
    say(`revoke ${i}`)
  }
} catch (error) {
  const { code, reason } = error as { code?: string; reason?: string }
  say(`failed ${String(code)} ${String(reason)}`)
}
await pool.end()
