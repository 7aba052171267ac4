import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { npmSource, parseSpec } from '../../src/trust/npm-entry.js'
import { integrityOf } from '../../src/trust/tarball-store.js'
import type { NpmEntry } from '../../src/trust/types.js'
import { npmUser, registry } from './registry.js'
import { approved, ECHO, privatePlace, RULES, startEcho, tarball, verified } from './support.js'

const dep = (text: string): Buffer =>
  tarball({ 'package.json': '{"name":"dep"}', 'index.js': `module.exports = '${text}'` })

/** Two packages of two registries; one wants a token, and a script to be run. */
async function deployment(canary = '/nowhere') {
  const server = tarball({
    'package.json': JSON.stringify({ name: '@acme/echo', bin: { echo: './server.js' } }),
    'server.js': `#!/usr/bin/env node\nprocess.argv.push(require('aliased'));${ECHO}`,
  })
  const scripts = {
    preinstall: `touch ${canary}`,
    install: `touch ${canary}`,
    prepare: `touch ${canary}`,
    prepack: `touch ${canary}`,
  }
  const open = await registry({ dep: { bytes: dep('dep 2'), version: '2.0.0' } })
  const closed = await registry(
    {
      '@acme/echo': {
        bytes: server,
        version: '1.4.0',
        manifest: {
          bin: { echo: './server.js' },
          dependencies: { aliased: 'npm:dep@^2' },
          scripts,
          hasInstallScript: true,
        },
      },
    },
    'q8ZpT3vN1xWm5RkY',
  )
  const host = closed.url.slice('http:'.length)
  const env = npmUser(`registry=${open.url}\n@acme:registry=${closed.url}\n${host}:_authToken=q8ZpT3vN1xWm5RkY`)
  return { open, closed, env, server }
}

const entryOf = (npm: NpmEntry['npm']): NpmEntry => approved({ ...RULES, name: 'echo', npm, args: [] })

describe('packages of registries', () => {
  it('are recorded with all below them, by the configuration of npm, and no script of theirs runs [F-56]', async () => {
    const cache = privatePlace()
    const canary = join(cache, 'canary')
    const { env, server, open } = await deployment(canary)
    const { source, withInstallScript } = await npmSource(cache, '@acme/echo@^1', { env })
    expect(source).toEqual({
      package: '@acme/echo',
      version: '1.4.0',
      integrity: integrityOf(server),
      script: 'server.js',
      packages: [{ at: 'node_modules/aliased', name: 'dep', version: '2.0.0', integrity: integrityOf(dep('dep 2')) }],
    })
    expect(withInstallScript).toEqual(['node_modules/@acme/echo'])
    // On another machine nothing is kept yet: fetched, verified, started.
    const other = privatePlace()
    const started = await verified(entryOf(source), { cacheDirectory: other, offline: false, env })
    expect(startEcho(started).args).toEqual(['dep 2'])
    expect([existsSync(canary), readdirSync(other).filter((name) => name.startsWith('fetch-'))]).toEqual([false, []])

    // The registry gives other bytes under the same name and version, and says that they are right.
    open.packages['dep'] = { bytes: dep('evil'), version: '2.0.0' }
    const fresh = {
      ...env,
      HOME: npmUser('')['HOME'],
      npm_config_userconfig: join(env['HOME'] ?? '', '.npmrc'),
      npm_config_cache: privatePlace(),
    }
    const attempt = verified(entryOf(source), { cacheDirectory: privatePlace(), offline: false, env: fresh })
    await expect(attempt).rejects.toMatchObject({ reason: 'integrity_mismatch' })
  })

  it('are refused while the registry gives other bytes than it says [F-56]', async () => {
    const cache = privatePlace()
    const lie = { bytes: dep('evil'), integrity: integrityOf(dep('good')), manifest: { bin: 'index.js' } }
    const { url } = await registry({ dep: lie })
    const attempt = npmSource(cache, 'dep', { env: npmUser(`registry=${url}`) })
    await expect(attempt).rejects.toMatchObject({
      reason: 'fetch_failed',
      message: expect.stringContaining('integrity') as string,
    })
    expect(readdirSync(cache)).toEqual([])
  })

  it('are not there without the token, and the message does not hold it [F-56]', async () => {
    const { closed, open } = await deployment()
    const host = closed.url.slice('http:'.length)
    const env = npmUser(`registry=${open.url}\n@acme:registry=${closed.url}\n${host}:_authToken=wrong-token-q8Zp`)
    const error: unknown = await npmSource(privatePlace(), '@acme/echo', { env }).catch((error: unknown) => error)
    expect(error).toMatchObject({ reason: 'fetch_failed' })
    expect(String(error)).not.toContain('wrong-token-q8Zp')
  })

  it.each([
    '',
    '@',
    'git+https://evil.example/x.git',
    'github:x/y',
    'x/y',
    'x@git+ssh://evil.example/x',
    'x@npm:y@1',
    'x@file:../y',
    'x@http://evil.example/y.tgz',
    './x',
    '../x',
    '/x',
    '~/x',
    '-g',
    '--registry=http://evil.example',
    'x@-g; rm',
    'x@$(id)',
    'x\u202ey',
  ])('%j is none, and npm does not get to see it [F-56]', (spec) => {
    expect(() => parseSpec(spec)).toThrow('is not a package of a registry')
  })

  it.each([
    ['x', 'x', 'latest'],
    ['@a/b', '@a/b', 'latest'],
    ['@a/b@^1.2', '@a/b', '^1.2'],
    ['x@>=1 <2', 'x', '>=1 <2'],
    ['x@next', 'x', 'next'],
  ])('%j is one [F-56]', (spec, name, range) => {
    expect(parseSpec(spec)).toEqual({ name, range })
  })
})
