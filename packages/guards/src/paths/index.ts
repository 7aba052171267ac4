/**
 * Files for tools, below folders of your choice and nowhere else. Stops `..` and its disguises, links that lead out,
 * folders that are swapped for links while a tool runs, second names of foreign files, pipes, devices and huge files.
 *
 * Source: MCP resources, Security Considerations; CWE-22, CWE-59, CWE-367; openat2(2) `RESOLVE_BENEATH`, whose rules
 * are followed; requirements F-70, TL-22.
 *
 * @module
 */
export { confine } from './confine.js'
export type { ConfinedFolder, FolderEntry, FileFacts, OpenFile } from './types.js'
export type { ConfineOptions } from './options.js'
