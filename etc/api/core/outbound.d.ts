// @sallyport/core/outbound
export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none';
export interface ClientCredentials {
    readonly clientId: string;
    readonly clientSecret?: string | undefined;
    readonly authMethod: ClientAuthMethod;
}
export type GuardedFetch = (url: string | URL, init?: GuardedFetchInit) => Promise<Response>;
export type GuardedFetchInit = Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'>;
export interface GuardedFetchOptions {
    readonly allow?: OutboundAllowance;
    readonly allowPrivate?: readonly string[];
    readonly maxBytes?: number;
    readonly timeoutMs?: number;
    readonly redirects?: number;
    readonly contentTypes?: readonly string[];
    readonly errorStatuses?: 'refuse' | 'return';
    readonly maxConcurrent?: number;
    readonly perOrigin?: {
        readonly burst: number;
        readonly intervalMs: number;
    };
    readonly audit?: Pick<Auditor, 'record'>;
}
export interface JsonReply {
    readonly status: number;
    readonly body: unknown;
}
export interface Outbound {
    checkUrl(url: string): URL;
    fetchJson(url: string, request?: OutboundRequest): Promise<JsonReply>;
    fetchStatus(url: string, request?: OutboundRequest): Promise<number>;
    send(url: string, init?: OutboundInit): Promise<Response>;
}
export interface OutboundAllowance {
    readonly hosts?: readonly string[];
    readonly schemes?: readonly ('https' | 'http')[];
    readonly ports?: readonly number[];
    readonly methods?: readonly ('GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[];
}
export type OutboundInit = Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'>;
export interface OutboundOptions {
    readonly timeoutMs?: number;
    readonly maxBytes?: number;
    readonly unsafelyAllowHttpLoopback?: boolean;
    readonly urlsFrom?: 'configuration' | 'strangers';
    readonly allowPrivate?: readonly string[];
}
export type OutboundReason = 'outbound_url' | 'outbound_address' | 'outbound_unreachable' | 'outbound_timeout' | 'outbound_redirect' | 'outbound_content_type' | 'outbound_too_large' | 'outbound_malformed' | 'outbound_interrupted' | 'outbound_status' | 'outbound_host' | 'outbound_port' | 'outbound_method' | 'outbound_busy' | 'outbound_rate';
export interface OutboundRequest {
    readonly method?: 'GET' | 'POST';
    readonly headers?: Readonly<Record<string, string>>;
    readonly form?: URLSearchParams;
}
export declare function authenticatedForm({ clientId, clientSecret, authMethod }: ClientCredentials, fields: Readonly<Record<string, string>>): OutboundRequest;
export declare function createOutbound(options?: OutboundOptions, runtime?: Runtime): Outbound;
export declare function createRemoteKeys(outbound: Pick<Outbound, 'fetchJson'>, url: () => Promise<string>, runtime?: Pick<Runtime, 'nowMs'>): JWTVerifyGetKey;
export declare function guardedFetch(options?: GuardedFetchOptions, runtime?: Runtime): GuardedFetch;
export declare function parseOutboundUrl(text: string, allowHttpLoopback: boolean): URL | undefined;
