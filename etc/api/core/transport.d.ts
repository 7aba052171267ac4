// @sallyport/core/transport
export declare const ALLOWED_METHODS = "GET, POST, DELETE, OPTIONS";
export type Era = 'legacy' | 'modern';
export interface HostCheckOptions {
    readonly resource: string;
    readonly allowedHosts?: readonly string[] | undefined;
}
export type JsonRpcId = string | number;
export declare const MODERN_METHODS = "POST, OPTIONS";
export declare const MODERN_REVISION: Revision;
export type Message = {
    readonly kind: 'request';
    readonly id: JsonRpcId;
    readonly method: string;
} | {
    readonly kind: 'notification';
    readonly method: string;
} | {
    readonly kind: 'response';
    readonly id: JsonRpcId | undefined;
};
export interface MirroredParameter {
    readonly header: string;
    readonly path: readonly string[];
}
export interface OriginPolicy {
    check(facts: Facts): TransportVerdict;
    answerHeaders(facts: Facts): HeaderLines;
    preflightHeaders(facts: Facts): HeaderLines;
}
export interface OriginPolicyOptions {
    readonly resource: string;
    readonly allowedOrigins?: readonly string[] | undefined;
    readonly modernOnly?: boolean | undefined;
}
export type ParsedMessage = {
    readonly ok: true;
    readonly message: Message;
} | {
    readonly ok: false;
    readonly status: 400;
    readonly code: -32600;
    readonly id: JsonRpcId | undefined;
    readonly reason: 'batch' | 'not_a_message' | 'version' | 'id' | 'method' | 'params' | 'answer';
};
export type PresentedCredentials = {
    readonly kind: 'none';
    readonly reason: 'no_credentials' | 'token_in_query';
} | {
    readonly kind: 'bearer' | 'dpop';
    readonly token: string;
} | {
    readonly kind: 'other_scheme';
    readonly scheme: string;
} | {
    readonly kind: 'malformed';
    readonly reason: 'several_credentials' | 'credentials_malformed';
};
export interface ProtocolError {
    readonly code: -32600 | -32602 | -32020 | -32021 | -32022;
    readonly message: string;
    readonly data?: unknown;
}
export interface ProtocolRefusal {
    readonly ok: false;
    readonly status: 400;
    readonly error: ProtocolError;
    readonly reason: string;
}
export declare const REVISIONS: readonly [
    "2026-07-28",
    "2025-11-25",
    "2025-06-18",
    "2025-03-26"
];
export interface RequestFacts {
    readonly method: string;
    readonly target: string;
    readonly remoteAddress: string | undefined;
    headerLines(name: string): readonly string[];
}
export type Revision = (typeof REVISIONS)[number];
export type RevisionCheck = (facts: Facts, message: Message | undefined, body: unknown) => RevisionVerdict;
export interface RevisionOptions {
    readonly minimumRevision?: Revision | undefined;
}
export type RevisionVerdict = {
    readonly ok: true;
    readonly era: Era;
    readonly revision: Revision;
} | ProtocolRefusal;
export type TransportVerdict = {
    readonly ok: true;
} | {
    readonly ok: false;
    readonly status: number;
    readonly reason: string;
};
export type TrustedProxies = readonly Range[];
export declare function addressNeighbourhood(address: string | undefined): string | undefined;
export declare function addressNetwork(address: string | undefined): string;
export declare function checkContentType(contentType: readonly string[]): TransportVerdict;
export declare function checkMethod(method: string): TransportVerdict;
export declare function checkMirroredParameters(facts: Pick<RequestFacts, 'headerLines'>, parameters: readonly MirroredParameter[], body: unknown): ProtocolRefusal | undefined;
export declare function checkModernMethod(facts: Pick<RequestFacts, 'method' | 'headerLines'>, modernOnly: boolean): TransportVerdict;
export declare function checkSizes(facts: RequestFacts, parameterHeaders?: readonly string[]): TransportVerdict;
export declare function clientAddress(remoteAddress: string | undefined, forwardedForLines: readonly string[], trusted: TrustedProxies): string | undefined;
export declare function createHostCheck(options: HostCheckOptions): (facts: Pick<RequestFacts, 'headerLines'>) => TransportVerdict;
export declare function createOriginPolicy(options: OriginPolicyOptions): OriginPolicy;
export declare function createRevisionCheck(options?: RevisionOptions): RevisionCheck;
export declare function decodeHeaderValue(value: string): string | undefined;
export declare function isModernVersion(version: string): boolean;
export declare function isSessionId(text: string): boolean;
export declare function missingCapability(requiredCapabilities: Readonly<Record<string, object>>): ProtocolError;
export declare function namesModernVersion(facts: Pick<RequestFacts, 'headerLines'>): boolean;
export declare function parseAuthorization(facts: Pick<RequestFacts, 'target' | 'headerLines'>): PresentedCredentials;
export declare function parseMessage(body: unknown): ParsedMessage;
export declare function trustedProxies(trustProxy: false | readonly string[]): TrustedProxies;
// not exported, but part of the signatures above
type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Facts = Pick<RequestFacts, 'headerLines'>;
type Facts = Pick<RequestFacts, 'headerLines'>;
type HeaderLines = readonly (readonly [
    name: string,
    value: string
])[];
type Range = readonly [
    base: Address,
    prefixLength: number
];
