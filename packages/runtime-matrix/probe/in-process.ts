/** Entry for runtimes with a command line: Node, Bun, Deno. Settings come in a variable, answers go to standard output. */
import type { Settings } from './deployment.js'
import { probe } from './probe.js'

const settings = JSON.parse(process.env['PROBE_SETTINGS'] ?? '') as Settings
console.log(JSON.stringify(await probe(settings)))
process.exit(0)
