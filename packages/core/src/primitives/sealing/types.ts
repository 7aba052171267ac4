/** Seals texts so that only this deployment can read or change them. */
export interface Sealer {
  /**
   * @param context what the value belongs to, for example a grant id; not part of the value, and needed to open it
   * @returns `v1.<kid>.<base64url of iv, ciphertext and tag>`
   */
  seal(plaintext: string, context: string): Promise<string>
  /** The text, or `undefined` when anything is off: unknown key, tampered, cut, another purpose or context. */
  open(sealed: string, context: string): Promise<string | undefined>
  /** The same text under the key that seals now, or as it is when it has that key already; `undefined` as for {@link open}. */
  reseal(sealed: string, context: string): Promise<string | undefined>
}
