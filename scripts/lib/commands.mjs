import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { conformance } from './conformance.mjs'
import { ensureInstalled } from './install.mjs'
import { failure, say } from './log.mjs'
import { provideBrowser, provideStores } from './parts.mjs'
import { CommandError, runInForeground, tool } from './process.mjs'
import { exampleNames, root } from './workspace.mjs'

const HELP = `npm run demo            a real client walks the whole flow, then ten attacks are refused (-- --json for machines)
npm start               the example server express-notes
npm run example -- <n>  the server of examples/<n>
npm test                everything that is checked (-- --help shows stages)
npm run test:matrix     the same requests on Node 20, 22, 24, Bun, Deno and workerd (-- --help)
npm run test:conformance
                        the official MCP conformance suite; writes its page (-- --check compares, -- --json for machines)
npm run soak            three processes on one store under load and faults (-- --help)
npm run bench           measurements (-- --json for machines)
npm run sallyport -- <…> the command line, from the sources: keys list, keys rotate, …
npm run docs            the API reference, written to docs/api
npm run build           JavaScript and declarations of every package`

const node = (file, args) => runInForeground(process.execPath, ['--import', 'tsx', file, ...args])

/** Installs and builds what running code needs. Declarations are for compilers: they wait until one asks. */
async function prepare() {
  await ensureInstalled()
  await ensureBuilt({ declarations: false })
}

/** Runs an example's server: the file its `package.json` names as `main`. */
async function example([name, ...args]) {
  if (name === undefined || !exampleNames().includes(name)) {
    failure(name === undefined ? 'Which example?' : `There is no example "${name}".`)
    say(`Examples: ${exampleNames().join(', ')}`)
    return 1
  }
  await prepare()
  const folder = join('examples', name)
  const { main = 'server.ts' } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return node(join(folder, main), args)
}

/** Each takes the rest of the command line and answers with the exit code. */
const commands = {
  async demo(args) {
    await prepare()
    await provideBrowser({ write: say })
    return node('examples/express-notes/demo.ts', args)
  },

  start: (args) => example(['express-notes', ...args]),

  example,

  async test(args) {
    const { test } = await import('./test.mjs')
    return test(args)
  },

  async 'test:matrix'(args) {
    await prepare()
    return node('packages/runtime-matrix/matrix.ts', args)
  },

  async 'test:conformance'(args) {
    await ensureInstalled()
    return runInForeground(...conformance(args))
  },

  async soak(args) {
    await prepare()
    if (!args.some((arg) => ['--help', '-h'].includes(arg))) await provideStores({ write: say })
    return node('packages/soak/run.ts', args)
  },

  async bench(args) {
    await prepare()
    return node('bench/run.ts', args)
  },

  async sallyport(args) {
    await ensureInstalled()
    const source = ['--conditions=sallyport:source', '--import', 'tsx', 'packages/cli/src/bin.ts']
    return runInForeground(process.execPath, [...source, ...args])
  },

  async docs(args) {
    await ensureInstalled()
    return runInForeground(...tool('typedoc', args))
  },

  async build() {
    await ensureInstalled()
    await ensureBuilt({ declarations: true })
    return 0
  },
}

export async function runCommand(name, args) {
  if (['help', '--help', '-h'].includes(name)) {
    console.log(HELP)
    return 0
  }
  if (!Object.hasOwn(commands, name)) {
    failure(`There is no command "${name}".`)
    say(HELP)
    return 1
  }
  try {
    return await commands[name](args)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    failure(error.message)
    return 1
  }
}
