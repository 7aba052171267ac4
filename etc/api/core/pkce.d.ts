// @sallyport/core/pkce
export interface Pkce {
    readonly verifier: string;
    readonly challenge: string;
    readonly method: 'S256';
}
export declare function assertChallenge(challenge: string | undefined, method: string | undefined): asserts challenge is string;
export declare function assertVerifier(verifier: string | undefined, challenge: string): Promise<void>;
export declare function challengeOf(verifier: string): Promise<string>;
export declare function createPkce(runtime?: Pick<Runtime, 'randomBytes'>): Promise<Pkce>;
