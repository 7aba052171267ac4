#!/usr/bin/env node
/**
 * The door to everything in this repository: `npm run demo`, `npm start`, `npm test`, … come here.
 * Needs Node and npm, nothing else: each command installs and builds what it uses.
 */
const NEEDED = [20, 19]

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(
    `Node ${NEEDED.join('.')} or newer is needed; this is ${process.versions.node}. See https://nodejs.org.`,
  )
  process.exit(1)
}

const [name = 'help', ...args] = process.argv.slice(2)
// Imported late, so that an older Node gets the message above instead of a syntax error.
const { runCommand } = await import('./lib/commands.mjs')
process.exitCode = await runCommand(name, args)
