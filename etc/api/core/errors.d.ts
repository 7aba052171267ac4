// @sallyport/core/errors
export declare class ClassifierError extends SecurityError {
    readonly name = "ClassifierError";
    readonly code = "ERR_CLASSIFIER";
    readonly reason: ClassifierErrorReason;
    constructor(reason: ClassifierErrorReason);
}
export type ClassifierErrorReason = 'classifier_unavailable' | 'classifier_timeout' | 'classifier_throttled' | 'classifier_unauthorized' | 'classifier_refused' | 'classifier_malformed' | 'classifier_open' | 'content_too_large';
export declare class ConfigError extends SecurityError {
    readonly name = "ConfigError";
    readonly code = "ERR_CONFIG";
    readonly option: string;
    readonly problem: string;
    readonly fix: string;
    readonly helpUrl: string;
    constructor(details: ConfigProblem, options?: ErrorOptions);
}
export interface ConfigProblem {
    readonly option: string;
    readonly problem: string;
    readonly fix: string;
    readonly anchor?: string;
}
export declare class InputError extends RefusalError {
    readonly name = "InputError";
    readonly code = "ERR_INPUT";
    readonly problems: readonly {
        readonly path: string;
        readonly message: string;
    }[];
    constructor(message: string, { problems, ...details }: InputErrorDetails);
}
export interface InputErrorDetails extends Pick<RefusalDetails, 'reason' | 'cause'> {
    readonly problems?: readonly {
        readonly path: string;
        readonly message: string;
    }[];
}
export declare class LimitError extends RefusalError {
    readonly name = "LimitError";
    readonly code = "ERR_LIMIT";
    readonly retryAfterMs: number;
    readonly headers: readonly (readonly [
        name: string,
        value: string
    ])[];
    constructor(details: RefusalDetails & Pick<LimitError, 'retryAfterMs'> & Partial<Pick<LimitError, 'headers'>>);
}
export declare class OAuthError extends RefusalError {
    readonly name = "OAuthError";
    readonly code = "ERR_OAUTH";
    readonly error: OAuthErrorCode;
    constructor(error: OAuthErrorCode, details: RefusalDetails);
}
export type OAuthErrorCode = 'access_denied' | 'invalid_client' | 'invalid_client_metadata' | 'invalid_grant' | 'invalid_redirect_uri' | 'invalid_request' | 'invalid_scope' | 'invalid_target' | 'invalid_token' | 'insufficient_scope' | 'login_required' | 'server_error' | 'temporarily_unavailable' | 'unauthorized_client' | 'unsupported_grant_type' | 'unsupported_response_type' | 'unsupported_token_type';
export declare class OutboundError extends RefusalError {
    readonly name = "OutboundError";
    readonly code = "ERR_OUTBOUND";
    constructor(details: Pick<RefusalDetails, 'reason' | 'cause'>);
}
export declare class RedirectableError extends RefusalError {
    readonly name = "RedirectableError";
    readonly code = "ERR_OAUTH_REDIRECTABLE";
    readonly error: OAuthErrorCode;
    constructor(error: OAuthErrorCode, details: RefusalDetails);
}
export interface RefusalDetails {
    readonly reason: string;
    readonly description?: string;
    readonly cause?: unknown;
}
export declare abstract class RefusalError extends SecurityError {
    readonly reason: string;
    readonly description: string | undefined;
    constructor(message: string, details: RefusalDetails);
}
export declare class RpcError extends Error {
    readonly name = "RpcError";
    readonly code: number;
    readonly data: unknown;
    constructor(code: number, message: string, data?: unknown);
}
export declare abstract class SecurityError extends Error {
    readonly [BRAND] = true;
    abstract readonly code: SecurityErrorCode;
}
export type SecurityErrorCode = 'ERR_CONFIG' | 'ERR_OAUTH' | 'ERR_OAUTH_REDIRECTABLE' | 'ERR_TRANSPORT' | 'ERR_LIMIT' | 'ERR_STORE' | 'ERR_INPUT' | 'ERR_OUTBOUND' | 'ERR_CLASSIFIER';
export declare class StoreError extends SecurityError {
    readonly name = "StoreError";
    readonly code = "ERR_STORE";
    readonly reason: StoreErrorReason;
    constructor(reason: StoreErrorReason, message: string, options?: ErrorOptions);
}
export type StoreErrorReason = 'unavailable' | 'busy' | 'capacity' | 'closed' | 'corrupt';
export declare class TransportError extends RefusalError {
    readonly name = "TransportError";
    readonly code = "ERR_TRANSPORT";
    readonly status: number;
    constructor(status: number, details: RefusalDetails);
}
export declare function isSecurityError(value: unknown): value is SecurityError;
// not exported, but part of the signatures above
declare const BRAND: unique symbol;
