import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, root } from './workspace.mjs'

/** SHA-256 over names and contents of files (paths from the root; absent ones count as empty) and further words. */
export function fingerprint(paths, ...words) {
  const hash = createHash('sha256')
  for (const path of paths) {
    hash.update(`${path}\0`)
    if (existsSync(join(root, path))) hash.update(readFileSync(join(root, path)))
    hash.update('\0')
  }
  return hash.update(words.join('\0')).digest('hex')
}

const stampFile = (name) => join(cacheFolder, `${name}.stamp`)

export function stampMatches(name, value) {
  return existsSync(stampFile(name)) && readFileSync(stampFile(name), 'utf8') === value
}

export function writeStamp(name, value) {
  mkdirSync(cacheFolder, { recursive: true })
  writeFileSync(stampFile(name), value)
}
