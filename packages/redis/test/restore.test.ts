import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { afterBackup, beforeBackup, expectThePast } from '../../sqlite/test/support/restored.js'
import { redisStore } from '../src/index.js'
import { ioredis } from './support/clients.js'
import { command, startServer } from './support/server.js'

it('brings the past back with an older RDB file, under a process that runs on [F-92]', async () => {
  const server = await startServer()
  onTestFinished(() => server.dispose())
  const { client, close } = await ioredis(server.port)
  onTestFinished(close)
  const store = redisStore({ client, timeoutMs: 500 })
  await beforeBackup(store)
  await command(server.port, 'SAVE')
  const [, folder] = (await command(server.port, 'CONFIG', 'GET', 'dir')) as [string, string]
  copyFileSync(join(folder, 'dump.rdb'), join(folder, 'backup.rdb'))
  const remembered = await afterBackup(store)

  await server.kill()
  await expect(store.records.get('code:a')).rejects.toMatchObject({ code: 'ERR_STORE' })
  copyFileSync(join(folder, 'backup.rdb'), join(folder, 'dump.rdb'))
  await server.start()
  for (let tries = 0; tries < 100 && !(await answers(() => store.ping())); tries++) await setTimeout(20)
  await expectThePast(store, remembered)
})

const answers = (step: () => Promise<void>): Promise<boolean> =>
  step().then(
    () => true,
    () => false,
  )
