import { pgliteClient } from './support/clients.js'
import { describeContract } from './support/contract.js'

describeContract('PGlite', pgliteClient, { unsafelyAllowFsyncOff: true })
