/** An HTTP answer as plain data: building a web `Response` costs more than the whole check of a request. */
export interface Reply {
  readonly status: number
  /** Lower-case name and value of each line; a name may repeat. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Empty for none. */
  readonly body: string
}
