import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { generateKeySet, KEY_PURPOSES, readKeyFile } from '@sallyport/core/keys'
import { folder, sallyport } from './support/desk.js'

it('loses no key when programs rotate at the same time, and never shows half a file [F-06]', async () => {
  const path = join(folder(), 'keys.json')
  writeFileSync(path, JSON.stringify(await generateKeySet()), { mode: 0o600 })
  let running = true
  const reading = (async () => {
    for (; running; await new Promise((resolve) => setTimeout(resolve, 1))) readKeyFile(readFileSync(path, 'utf8'))
  })()
  const purposes = [...KEY_PURPOSES, 'signing', 'vault', 'signing']
  const results = await Promise.all(
    purposes.map((purpose) => sallyport('rotate', '-f', path, '-p', purpose, '--lead', '0')),
  )
  running = false
  await reading
  expect(results.map(({ code }) => code)).toEqual(purposes.map(() => 0))
  expect(readKeyFile(readFileSync(path, 'utf8')).keys).toHaveLength(5 + purposes.length)
  expect(readdirSync(dirname(path))).toEqual(['keys.json'])
}, 60_000)
