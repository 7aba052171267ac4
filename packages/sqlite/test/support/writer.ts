import { writeSync } from 'node:fs'
import { sqliteStore } from '../../src/index.js'

/** Writes until it is killed, and says so on stdout once a write is acknowledged. */
const [path = '', name = ''] = process.argv.slice(2)
const { records, revocations, buckets } = sqliteStore({ path })
const expiresAtMs = Date.now() + 3_600_000
const options = { expiresAtMs, indexes: [`user:${name}`, 'kind:grant'] }
const say = (line: string): void => void writeSync(1, `${line}\n`)

say('ready')
for (let i = 0; ; i++) {
  await records.putIfAbsent(`grant:${name}-${i}`, 'x'.repeat(1 + ((i * 997) % 20_000)), options)
  say(`put ${i}`)
  if (i % 2 === 0) {
    const version = (await records.get(`grant:${name}-${i}`))?.version ?? ''
    await records.compareAndSwap(`grant:${name}-${i}`, version, 'swapped', { ...options, indexes: [`swapped:${name}`] })
    say(`swap ${i}`)
  }
  if (i % 3 === 0) {
    await records.take(`grant:${name}-${i}`)
    say(`take ${i}`)
  }
  await revocations.append({ kind: 'jti', id: `${name}-${i}`, revokedAtMs: Date.now(), expiresAtMs })
  say(`revoke ${i}`)
  await buckets.debit([{ key: `user:${name}-${i}`, burst: 1, intervalMs: 3_600_000, cost: 1 }])
  say(`debit ${i}`)
}
