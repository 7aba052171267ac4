// @sallyport/core/request-state
export interface AskingCall {
    readonly method: string;
    readonly capabilities: unknown;
}
export interface CallPrincipal {
    readonly issuer: string;
    readonly subject: string;
    readonly clientId: string;
    readonly resource: string;
}
export interface InputAnswers {
    readonly responses: Readonly<Record<string, unknown>>;
    readonly missing: readonly string[];
}
export interface InputRequest {
    readonly method: string;
    readonly params?: unknown;
}
export type InputRequests = Readonly<Record<string, InputRequest>>;
export interface InputRequired {
    resultType: 'input_required';
    inputRequests?: Record<string, InputRequest>;
    requestState?: string;
}
export interface RequestState {
    seal(payload: unknown, call: StateCall): Promise<string>;
    open(state: string, call: StateCall): Promise<unknown>;
}
export interface RequestStateOptions {
    readonly keys: KeyList<SecretKey>;
    readonly lifetimeMs?: number;
    readonly maxLength?: number;
    readonly once?: Pick<RecordStore, 'putIfAbsent'>;
}
export interface StateCall {
    readonly principal: CallPrincipal | undefined;
    readonly method: string;
    readonly params: unknown;
}
export declare function assertInputRequired(result: InputRequired, { method, capabilities }: AskingCall): InputRequired;
export declare function createRequestState(options: RequestStateOptions, audit: Auditor, runtime?: Pick<Runtime, 'nowMs' | 'randomBytes' | 'sha256'>): RequestState;
export declare function readInputResponses(asked: InputRequests, inputResponses: unknown): InputAnswers;
