// @sallyport/core/replies
export type HeaderLine = readonly [
    name: string,
    value: string
];
export interface JsonResponseOptions {
    readonly cors?: boolean;
    readonly publicForSeconds?: number;
    readonly headers?: readonly HeaderLine[];
}
export interface JsonRpcError {
    readonly code: JsonRpcErrorCode;
    readonly message: string;
    readonly data?: unknown;
}
export type JsonRpcErrorCode = -32700 | -32600 | -32601 | -32602 | -32603 | -32020 | -32021 | -32022 | 400 | 401 | 403 | 404 | 405 | 413 | 429 | 500 | 503;
export type JsonRpcId = string | number | undefined;
export interface LimitQuota {
    readonly policy: QuotaPolicy;
    readonly remaining: number;
}
export declare const OPEN_CORS_HEADERS: readonly HeaderLine[];
export interface OriginGrant {
    readonly origin: string;
    readonly methods: readonly string[];
    readonly requestHeaders: readonly string[];
}
export interface QuotaPolicy {
    readonly name: string;
    readonly burst: number;
    readonly intervalMs?: number;
}
export interface Reply {
    readonly status: number;
    readonly headers: readonly HeaderLine[];
    readonly body: string;
}
export interface TokenErrorOptions {
    readonly basicRealm?: string | undefined;
    readonly cors?: boolean;
}
export declare function allowedOriginHeaders(origin: string, exposed: readonly string[]): readonly HeaderLine[];
export declare function badCredentialsReply(challenges: readonly string[], code?: 400 | -32600): Reply;
export declare function emptyReply(status: number, headers?: readonly HeaderLine[]): Reply;
export declare function emptyResponse(status: 200 | 202 | 204, options?: {
    readonly cors?: boolean;
}): Response;
export declare function failureResponse(error: unknown, options?: TokenErrorOptions): Response;
export declare function forbiddenReply(challenges?: readonly string[], id?: JsonRpcId): Reply;
export declare function jsonReply(status: number, body: unknown, headers?: readonly HeaderLine[]): Reply;
export declare function jsonResponse(status: number, body: unknown, options?: JsonResponseOptions): Response;
export declare function limitLines(limit: Pick<LimitError, 'retryAfterMs' | 'headers'>): readonly HeaderLine[];
export declare function methodNotAllowedReply(allow: readonly string[]): Reply;
export declare function methodNotAllowedResponse(allow: readonly string[]): Response;
export declare function notFoundReply(id?: JsonRpcId): Reply;
export declare function pageResponse(status: number, page: Page, headers?: readonly HeaderLine[]): Response;
export declare function payloadTooLargeReply(): Reply;
export declare function preflightReply(grant: OriginGrant): Reply;
export declare function preflightResponse(methods: readonly string[]): Response;
export declare function rateLimitLines(quota: LimitQuota | undefined, retryAfterMs?: number): readonly HeaderLine[];
export declare function redirectResponse(url: string, setCookies?: readonly string[]): Response;
export declare function replyLines({ status, headers, body }: Reply): readonly HeaderLine[];
export declare function retryAfterSeconds(retryAfterMs: number): string;
export declare function rpcErrorReply(status: number, error: JsonRpcError, id?: JsonRpcId, headers?: readonly HeaderLine[]): Reply;
export declare function serverErrorReply(): Reply;
export declare function sessionNotFoundReply(): Reply;
export declare function strictTransportHeaders(identifier: string): readonly HeaderLine[];
export declare function toResponse(reply: Reply): Response;
export declare function tokenErrorResponse(error: OAuthError, options?: TokenErrorOptions): Response;
export declare function tooManyRequestsReply(retryAfterMs: number, id?: JsonRpcId, headers?: readonly HeaderLine[]): Reply;
export declare function unauthorizedReply(challenges: readonly string[], id?: JsonRpcId): Reply;
export declare function unavailableReply(id?: JsonRpcId): Reply;
export declare function withStrictTransport(response: Response, identifier: string): Response;
export declare function withoutBody({ status, headers }: Response): Response;
