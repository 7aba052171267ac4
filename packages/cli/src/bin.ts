#!/usr/bin/env node
import { run } from './program.js'
import { processTerminal } from './terminal/terminal.js'

// Who reads may have read enough (`| head -1`): that needs no words, but the output did not arrive.
process.stdout.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') processTerminal.err(`Error: The output cannot be written (${code}).`)
  process.exit(1)
})

process.exitCode = await run(process.argv.slice(2), processTerminal)
