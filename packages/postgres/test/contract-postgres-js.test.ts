import { postgresJsClient } from './support/clients.js'
import { describeContract } from './support/contract.js'

describeContract('postgres.js', () => postgresJsClient())
