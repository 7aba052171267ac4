import express from 'express'
import { handleMcp } from './mcp-handler.js'
// #region http
import { createLocalSallyport, listen } from '@sallyport/core/node'
import { protect } from '@sallyport/express'

const { sallyport, resource } = await createLocalSallyport({
  port: 3000,
  operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
  tokenFile: '/run/user/1000/notes.token',
})

const app = express()
app.all('/mcp', protect(sallyport), handleMcp)
const listening = await listen(app, { port: 3000 })
console.error(`${resource} is open on port ${listening.port}; the credential is in /run/user/1000/notes.token`)
// #endregion http

// #region socket
await listen(app, { socketPath: '/run/user/1000/notes.sock' })
// #endregion socket

// #region network
await listen(app, { port: 8080, host: '0.0.0.0', protectedBy: sallyport })
// #endregion network
