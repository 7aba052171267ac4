import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { integrityOf } from '../../src/trust/tarball-store.js'
import { privatePlace } from './support.js'

export interface Published {
  readonly bytes: Buffer
  /** What the registry says of it; default: the truth. */
  readonly integrity?: string
  readonly version?: string
  readonly manifest?: object
}

/** A registry that knows a few packages, and whoever asks with the token. */
export async function registry(packages: Record<string, Published>, token?: string) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').slice(1))
    asked.push(path)
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end('{}')
      return
    }
    const [name = '', file] = path.split('/-/')
    const found = packages[name]
    if (!found) {
      response.writeHead(404).end('{}')
      return
    }
    if (file !== undefined) {
      response.end(found.bytes)
      return
    }
    const { version = '1.0.0', bytes, manifest = {} } = found
    const dist = { tarball: `${url}${name}/-/x-${version}.tgz`, integrity: found.integrity ?? integrityOf(bytes) }
    const packument = {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { name, version, dist, ...manifest } },
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packument))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`
  return { url, asked, packages }
}

/** The environment of somebody whose npm knows these registries, and who has fetched nothing yet. */
export function npmUser(npmrc: string): NodeJS.ProcessEnv {
  const home = privatePlace()
  writeFileSync(join(home, '.npmrc'), `${npmrc}\nfetch-retries=0\ncache=${join(home, 'cache')}\n`)
  const { PATH } = process.env
  return { PATH, HOME: home, XDG_CACHE_HOME: join(home, '.cache') }
}
