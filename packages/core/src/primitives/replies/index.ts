export type * from './reply.js'
