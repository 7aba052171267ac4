export { guardResults } from './guard-results.js'
export type * from './types.js'
