/**
 * How untrusted text is set apart (Hines et al. 2024):
 * - `delimit`: between markers with a random tag (section 4.1);
 * - `datamark`: between such markers, and every space is a random character that stands nowhere else (section 4.2);
 * - `encode`: between such markers, as base64 of UTF-8 (section 4.3).
 */
export type SpotlightMode = 'delimit' | 'datamark' | 'encode'

export interface SpotlightOptions {
  /** Default `delimit`. `encode` is the strongest, and only large models read it without mistakes. */
  readonly mode?: SpotlightMode
  /**
   * Which strings of `structuredContent` are marked. `all` is the default; `prose` leaves single words up to 64 characters
   * alone (identifiers, dates, enum values), so that clients may still check them against an `outputSchema`.
   */
  readonly leaves?: 'all' | 'prose'
  /** Marks with the tag of another call, and leaves alone what that call marked. `mode` and `leaves` are taken from it. */
  readonly like?: Spotlighted<unknown>
}

/** Content with everything untrusted in it marked. */
export interface Spotlighted<Content> {
  readonly content: Content
  /** Stands in every marker of this call: 24 hexadecimal digits that no content could know. */
  readonly tag: string
  readonly mode: SpotlightMode
  readonly leaves: 'all' | 'prose'
}
