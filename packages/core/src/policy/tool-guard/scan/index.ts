/** Scanning of definitions for poison (F-54). Part of the room `tool-guard`. */
export { SCAN_RULES } from './rules/index.js'
export { scanSurface } from './scan-surface.js'
export { scanTools } from './scan-tools.js'
export type * from './types.js'
export { definitionText } from './verdicts.js'
