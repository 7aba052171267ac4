import { createRequire } from 'node:module'

// The same path from `src` and from `dist`.
const manifest = createRequire(import.meta.url)('../package.json') as { readonly version: string }

/** Of this package. */
export const VERSION = manifest.version
