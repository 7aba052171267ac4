import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { applyDiff } from './apply-diff.js'

export const frameworks = ['express', 'fastify', 'hono'] as const
export type Framework = (typeof frameworks)[number]

const here = import.meta.dirname
const PACKAGED = '@modelcontextprotocol/sdk/examples/server'

/** A file that the SDK ships, importing the SDK by its name: it will run from another folder. */
function packaged(name: string): string {
  const source = readFileSync(fileURLToPath(import.meta.resolve(`${PACKAGED}/${name}.js`)), 'utf8')
  return source
    .replaceAll(/from '\.\/([^']+)'/g, `from '${PACKAGED}/$1'`)
    .replaceAll(/from '\.\.\/(?=[a-z])([^']+)'/g, `from '@modelcontextprotocol/sdk/examples/$1'`)
    .replaceAll(/from '\.\.\/\.\.\/([^']+)'/g, `from '@modelcontextprotocol/sdk/$1'`)
}

/** The SDK ships no server on Fastify: this one takes over the tools of another, as they are. */
function toolsOfStatelessServer(): string {
  const [tools = ''] = packaged('simpleStatelessStreamableHttp').split('const app = ')
  return `${tools}export { getServer };\n`
}

/** The server before anything was added. */
export function unprotected(framework: Framework): string {
  if (framework === 'express') return packaged('simpleStreamableHttp')
  if (framework === 'hono') return packaged('honoWebStandardStreamableHttp')
  return readFileSync(join(here, 'fastify-server.js'), 'utf8')
}

export const diffOf = (framework: Framework): string => readFileSync(join(here, 'diffs', `${framework}.diff`), 'utf8')

export const protectedServer = (framework: Framework): string => applyDiff(unprotected(framework), diffOf(framework))

/** Writes a server as a program that can be started, and returns its path. */
export function writeServer(framework: Framework, kind: 'before' | 'after'): string {
  const folder = join(here, '.generated')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'get-server.js'), toolsOfStatelessServer())
  const file = join(folder, `${framework}-${kind}.js`)
  writeFileSync(file, kind === 'before' ? unprotected(framework) : protectedServer(framework))
  return file
}
