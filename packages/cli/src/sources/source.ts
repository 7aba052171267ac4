import type { LockedServer, ServerSurface, ToolLock } from '@sallyport/core/tool-guard'

/** What was read, not yet judged: a scan wants to see also what is no definition. */
export interface RawSurface {
  readonly tools: readonly unknown[]
  readonly prompts?: readonly unknown[] | undefined
  readonly resources?: readonly unknown[] | undefined
  readonly resourceTemplates?: readonly unknown[] | undefined
  readonly instructions?: string | undefined
}

/** The lists of a surface, in the order of reports. */
export const LISTS = ['tools', 'prompts', 'resources', 'resourceTemplates'] as const satisfies readonly (keyof Omit<
  ServerSurface,
  'instructions'
>)[]

export type List = (typeof LISTS)[number]

/** Definitions, and where they came from. */
export interface Source {
  /** For a sentence: `tools.json`, `https://notes.example/mcp`, `node server.js`. */
  readonly label: string
  readonly surface: RawSurface
  /** How a lock names it. */
  readonly server: LockedServer
  readonly file?: SourceFile
  /** Whether the server had more to say than what stands in the file. */
  readonly isIncomplete?: boolean
  /** Where the source is a lock. */
  readonly lock?: ToolLock
}

/** For line numbers. */
export interface SourceFile {
  /** `-` for standard input. */
  readonly path: string
  readonly text: string
  /** RFC 6901 pointer to the list of tools. */
  readonly toolsAt: string
}
