import type { Runtime } from '../../../foundation/index.js'
import { pinnedFetch } from './pinned-fetch.js'

let fetch: Runtime['fetch'] | undefined

/** The `fetch` of every runtime on Node that was given no other: `#system-fetch` of the package manifest leads here. */
export const systemFetch: Runtime['fetch'] = (input, init) => {
  fetch ??= pinnedFetch()
  return fetch(input, init)
}
