import { startDevIdp } from '../src/index.js'
import { CALLBACK } from './relying-party.js'

/** A provider in a process of its own, to be killed. */
const [stateFile = '', port = '0'] = process.argv.slice(2)
const idp = await startDevIdp({ port: Number(port), redirectUris: [CALLBACK], stateFile })
process.stdout.write([idp.issuer, idp.clientId, idp.clientSecret].join(' '))
