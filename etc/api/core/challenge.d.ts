// @sallyport/core/challenge
export declare const CHALLENGE_STATUS: Readonly<Record<ChallengeKind, 400 | 401 | 403>>;
export interface ChallengeInput {
    readonly kind: ChallengeKind;
    readonly resourceMetadataUrl: string;
    readonly scope?: readonly string[] | undefined;
    readonly description?: string | undefined;
}
export type ChallengeKind = 'missing' | 'invalid_token' | 'invalid_request' | 'insufficient_scope';
export declare function challenge(input: ChallengeInput): string;
