import type { SallyportOptions } from '@sallyport/core'
import { createSallyport } from '@sallyport/core'
import { watchKeys, type KeySource } from '@sallyport/core/keys'

declare const options: Omit<SallyportOptions, 'keys'>

// #region source
import { keysFromFile } from '@sallyport/core/node'

const keys = keysFromFile('/etc/notes/keys.json', { reloadMs: 60_000 })
const sallyport = createSallyport({ ...options, keys })
// #endregion source

// #region sighup
process.on('SIGHUP', () => {
  sallyport.reloadKeys().catch((error: unknown) => console.error(error)) // what was there stays
})
// #endregion sighup

// #region reencrypt
const { seen, rewritten, failed, keysInUse } = await sallyport.reencrypt({
  onProgress: (progress) => console.log(`${String(progress.seen)} records`),
})
console.log({ seen, rewritten, failed, keysInUse })
// #endregion reencrypt

declare const secrets: { version(name: string): Promise<string>; value(name: string): Promise<string> }

// #region place
export const fromManager: KeySource = {
  load: (context) =>
    watchKeys(
      {
        reloadMs: 60_000,
        stamp: () => secrets.version('notes-keys'), // cheap: changes when the keys do
        read: () => secrets.value('notes-keys'),
      },
      context,
    ),
}
// #endregion place
