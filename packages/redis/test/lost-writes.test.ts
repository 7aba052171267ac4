import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { createRevocations } from '../../core/src/primitives/revocation/index.js'
import { createTokenVerifier } from '../../core/src/services/tokens/index.js'
import { ISSUER, RESOURCE, tokenWorld, verdict } from '../../core/test/services/tokens/fixture.js'
import { redisStore } from '../src/index.js'
import { ioredis, nodeRedis } from './support/clients.js'
import { command, startServer } from './support/server.js'

const HOUR_MS = 3_600_000

it.each([
  ['the only one since', ['g_1']],
  ['followed by another', ['g_1', 'other']],
  ['preceded by another', ['other', 'g_1']],
])('refuses what was revoked after a server had lost as many writes as came since: %s [F-09]', async (_what, came) => {
  const server = await startServer()
  onTestFinished(() => server.dispose())
  const clients = await Promise.all([ioredis, nodeRedis, ioredis].map((connect) => connect(server.port)))
  onTestFinished(async () => {
    await Promise.all(clients.map(({ close }) => close()))
  })
  const stores = clients.map(({ client }) => redisStore({ client }))
  const { runtime, keys, forge } = await tokenWorld()
  const verifiers = stores.map((store) =>
    createTokenVerifier(
      {
        issuers: [{ issuer: ISSUER, keys: keys.signing, own: true }],
        revocations: createRevocations({ log: store.revocations }, runtime),
      },
      runtime,
    ),
  )
  const [token, control] = [await forge(), await forge({ claims: { jti: 'jti-2', gid: 'g_2' } })]
  const judged = (presented: string) =>
    Promise.all(verifiers.map((verifier) => verdict(() => verifier.verify(presented, RESOURCE))))
  const revoke = (id: string) =>
    stores[0]?.revocations.append({ kind: 'gid', id, revokedAtMs: Date.now(), expiresAtMs: Date.now() + HOUR_MS })

  await revoke('known')
  await command(server.port, 'SAVE')
  const [, folder] = (await command(server.port, 'CONFIG', 'GET', 'dir')) as [string, string]
  copyFileSync(join(folder, 'dump.rdb'), join(folder, 'backup.rdb'))
  for (const id of came) await revoke(`lost with ${id}`)
  // All of them remember the number of the last tombstone that gets lost, and then the token.
  expect([...(await judged(control)), ...(await judged(token))]).toEqual(Array.from({ length: 6 }, () => 'accepted'))

  await server.kill()
  copyFileSync(join(folder, 'backup.rdb'), join(folder, 'dump.rdb'))
  await server.start()
  for (const store of stores) while (!(await answers(() => store.ping()))) await setTimeout(20)
  for (const id of came) await revoke(id)
  expect(await stores[0]?.revocations.since(0)).toMatchObject({ tombstones: { length: 1 + came.length } })
  expect(await judged(token)).toEqual(['token_revoked', 'token_revoked', 'token_revoked'])
  expect(await judged(control)).toEqual(['accepted', 'accepted', 'accepted'])
})

const answers = (step: () => Promise<void>): Promise<boolean> =>
  step().then(
    () => true,
    () => false,
  )
