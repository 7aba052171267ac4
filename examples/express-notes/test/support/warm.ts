/**
 * Loads what the server needs and then waits for a line on stdin: a spare process, ready to take over at once from one
 * that was killed.
 */
import { once } from 'node:events'
import '@sallyport/core'
import '@sallyport/core/node'
import '@sallyport/dev-idp'
import '@sallyport/express'
import '@sallyport/sqlite'
import 'sallyport-example-support/notes-server'
import 'sallyport-example-support/surroundings'
import '../../mcp-endpoint.js'

const told = await Promise.race([once(process.stdin, 'data'), once(process.stdin, 'end')])
// Whoever started us is gone.
if (told.length === 0) process.exit()
process.stdin.destroy()
