import { pgClient } from './support/clients.js'
import { describeContract } from './support/contract.js'

describeContract('pg', () => pgClient())
