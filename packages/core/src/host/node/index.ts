/**
 * Node: requests, replies, key files, servers for this machine. The only room that knows `node:*`.
 *
 * Stops: two parsers that read one body differently (ST-17), a `Host` header that decides our URLs (UR-16), key files
 * that others can read (F-06), local servers that anybody on the machine or the network can call (ST-06, ST-07, LO-03),
 * names that lead a request of ours somewhere else between the check and the connection (UR-06).
 * Host: may import everything above it.
 *
 * @module
 */
export { toWebHeaders } from '../../foundation/index.js'
export { sendResponse, toWebRequest, type BridgeOptions } from './bridge.js'
export { enter, type Entered } from './enter.js'
export { keysFromFile, type KeysFromFileOptions } from './keys-from-file.js'
export { listen, type Listening, type ListenOptions } from './listen.js'
export type { LocalSallyportOptions } from './local-options.js'
export { createLocalSallyport, type LocalSallyport } from './local-sallyport.js'
export { lockFromFile, type LockFromFileOptions } from './lock-from-file.js'
export { handleOAuth } from './oauth-handler.js'
export { sendReply, setHeaderLines } from './reply.js'
export { guardedFetch, type NodeGuardedFetchOptions } from './outbound/guarded-fetch.js'
export { nodeRuntime } from './outbound/node-runtime.js'
export { pinnedFetch } from './outbound/pinned-fetch.js'
export type { PinnedFetchOptions } from './outbound/types.js'
export { requestFacts } from './request-facts.js'
export {
  secretFromEnv,
  secretFromFile,
  secretFromVault,
  type SecretFromEnvOptions,
  type SecretFromFileOptions,
  type SecretVault,
} from './secrets.js'
