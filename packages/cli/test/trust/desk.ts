import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../src/program.js'
import type { Terminal } from '../../src/terminal/terminal.js'
import { parseTrustManifest } from '../../src/trust/parse-manifest.js'
import { clockAt } from '../support/desk.js'
import { ECHO, privatePlace, writeFiles } from './support.js'

/** A folder with a server and room for a manifest, and a terminal in front of it. */
export function trustDesk(answers?: readonly (string | undefined)[]) {
  const [base, cache] = [privatePlace(), privatePlace()]
  writeFiles(base, { 'server.js': ECHO })
  const [manifest, server] = [join(base, 'mcp-servers.trust.json'), join(base, 'server.js')]
  const asked: string[] = []
  const left = [...(answers ?? [])]
  const ask = async (question: string) => {
    asked.push(question)
    return left.shift()
  }
  const command = async (...args: readonly string[]) => {
    const [out, err]: [string[], string[]] = [[], []]
    const terminal: Terminal = {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      colours: false,
      ...clockAt(),
      ...(answers && { ask }),
    }
    const words = args.includes('--') ? args.indexOf('--') : args.length
    const place = ['--manifest', manifest]
    const line = ['trust', ...args.slice(0, words), ...place, ...args.slice(words)]
    const code = await run(line, terminal)
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const read = () => (existsSync(manifest) ? parseTrustManifest(readFileSync(manifest)) : undefined)
  const add = (...more: readonly string[]) =>
    command('add', 'echo', '--by', 'ada', '--reason', 'needed', '--yes', ...more, '--', 'node', server)
  return { base, cache, manifest, server, asked, command, read, add }
}
