export type * from './facts.js'
export { addressNetwork, clientAddress, trustedProxies, type TrustedProxies } from './client-address.js'
