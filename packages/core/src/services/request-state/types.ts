/** Whose call it is. */
export interface CallPrincipal {
  /** Issuer of the access token. */
  readonly issuer: string
  readonly subject: string
  readonly clientId: string
  /** The resource that the token is for. */
  readonly resource: string
}

/** The call that a state belongs to. */
export interface StateCall {
  /** `undefined` on servers without authentication: the state is then bound to the call alone. */
  readonly principal: CallPrincipal | undefined
  /** JSON-RPC method. */
  readonly method: string
  /** As received. `_meta`, `inputResponses` and `requestState` differ between two rounds, and are left out. */
  readonly params: unknown
}

export interface RequestState {
  /**
   * @param payload any JSON value; comes back exactly
   * @returns `v1.<kid>.<base64url>`; the client cannot read it
   * @throws {TypeError} for a payload that JSON cannot say
   * @throws {RangeError} when the state would be longer than `maxLength`
   * @throws {RpcError} -32602 for params that have no canonical form
   */
  seal(payload: unknown, call: StateCall): Promise<string>
  /**
   * @returns the payload
   * @throws {RpcError} -32602, the same for every cause; which one it was stands in the audit log
   * @throws {StoreError} when the mark of first use could not be written
   */
  open(state: string, call: StateCall): Promise<unknown>
}

/** A question that a server puts to the person or the model behind a client. */
export interface InputRequest {
  readonly method: string
  readonly params?: unknown
}

/** Questions by the name under which their answer comes back. */
export type InputRequests = Readonly<Record<string, InputRequest>>

/** Result of a call that needs more before it can finish. */
export interface InputRequired {
  resultType: 'input_required'
  inputRequests?: Record<string, InputRequest>
  requestState?: string
}

/** What came back of what was asked. */
export interface InputAnswers {
  /** One entry for each name that was asked and answered; nothing else. */
  readonly responses: Readonly<Record<string, unknown>>
  /** Asked and not answered: ask again. Empty when all is there. */
  readonly missing: readonly string[]
}
