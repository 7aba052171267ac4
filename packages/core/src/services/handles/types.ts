/** To whom a handle belongs. */
export interface HandleOwner {
  /** Issuer of the access token. */
  readonly issuer: string
  readonly subject: string
  readonly clientId: string
  /** The resource that the token is for. */
  readonly resource: string
  /** The grant behind the token; a handle ends with the grant under which it was made. `undefined` for foreign tokens. */
  readonly grantId: string | undefined
}

/** How long a handle lives. */
export interface HandleLifetime {
  /** Milliseconds from its creation, whatever happens. Default: that of the options. */
  readonly ttlMs?: number
  /** Milliseconds without being read. Default: that of the options. */
  readonly idleMs?: number
}

export interface Handles {
  /**
   * @param value any JSON value; kept encrypted
   * @returns `hnd_` and 46 characters
   * @throws {LimitError} when the owner has `maxPerOwner` handles
   * @throws {TypeError} for a value that JSON cannot say
   * @throws {RangeError} for a value over `maxValueLength`, or a lifetime that is no positive whole number
   * @throws {StoreError}
   */
  create(owner: HandleOwner, value: unknown, lifetime?: HandleLifetime): Promise<string>
  /**
   * @param handle as received: anything
   * @returns `undefined` for every handle that is not there for this owner: made up, foreign, expired or ended
   * @throws {StoreError}
   */
  get(owner: HandleOwner, handle: unknown): Promise<unknown>
  /** `true` when it was there for this owner. @throws {StoreError} */
  delete(owner: HandleOwner, handle: unknown): Promise<boolean>
  /** Ends all handles of an owner and returns how many. @throws {StoreError} */
  deleteAll(owner: HandleOwner): Promise<number>
}
