/** Who has signed in, as the provider proved it. */
export interface SignedInPerson {
  /** Our `sub`. */
  readonly subject: string
  /** Issuer of the provider. */
  readonly userIssuer: string
  /** For display only. */
  readonly displayName: string | undefined
}

/** A person in one browser. */
export interface BrowserSession extends SignedInPerson {
  /** Names the session without opening it: its key in the store. */
  readonly reference: string
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number
  /** Milliseconds since the epoch: the absolute end, whatever happens until then. */
  readonly endsAtMs: number
}

/** The browser sessions of one issuer. */
export interface BrowserSessions {
  /**
   * Begins a session after a login, always under a new id. The session that this browser had ends.
   *
   * @param cookieHeader of the request, or `null`
   * @returns the `Set-Cookie` value by which this browser refers to it
   */
  begin(person: SignedInPerson, cookieHeader: string | null): Promise<{ session: BrowserSession; setCookie: string }>
  /** The live session of this browser; being found keeps it from becoming idle. */
  find(cookieHeader: string | null): Promise<BrowserSession | undefined>
  /** A token for the forms of a page, worth something while this session lives and with its cookie only (PX-08). */
  formToken(session: BrowserSession): Promise<string>
  /** Whether a token was made for this session. */
  isFormToken(session: BrowserSession, token: string): Promise<boolean>
  /** Ends a session. Returns the `Set-Cookie` value that takes the place of its cookie. */
  end(session: BrowserSession): Promise<string>
  /**
   * Whether the person has signed out in this browser and not in again: the provider may still know them, and must not
   * let in whoever sits there now without asking.
   */
  isSignedOut(cookieHeader: string | null): boolean
  /** Ends the sessions of a person in all browsers; returns how many. */
  endAll(subject: string): Promise<number>
}
