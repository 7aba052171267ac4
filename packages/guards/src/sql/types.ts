/** Whose grammar. MariaDB is not `mysql`: it reads comments of its own. */
export type SqlDialect = 'postgres' | 'sqlite' | 'mysql'

export interface SqlRules {
  /** Whose grammar: that of the server which executes the statement. */
  readonly dialect: SqlDialect
  /**
   * Tables and views that may be read, as `notes` or `app.notes`; exactly as they are to be written, for the two are
   * different. Default: all but those of the system.
   */
  readonly tables?: readonly string[]
  /** Functions that may be called beside the harmless ones known here, in lower case. Never one that has effects. */
  readonly functions?: readonly string[]
  /** Which constants may stand in the text, besides parameters: all, numbers only, or none. Default `all`. */
  readonly literals?: 'all' | 'numbers' | 'none'
  /** Lets `FOR UPDATE` and its like through: they take locks. Default `false`. */
  readonly locks?: boolean
  /** Lets `WITH RECURSIVE` through, which may not end by itself. Default `false`. */
  readonly recursive?: boolean
  /** Longest text, in characters. Default 10 000. */
  readonly maxLength?: number
}

/** A statement that may be executed, as it was sent. */
export interface AllowedSql {
  readonly text: string
  /** What it reads, each once, sorted. */
  readonly tables: readonly string[]
  /** How many values it needs. */
  readonly parameters: number
}
