// @sallyport/core/scopes
export interface GrantableScopes {
    readonly scopes: readonly string[];
    readonly offline: boolean;
    readonly refused: readonly string[];
}
export declare const OFFLINE_ACCESS = "offline_access";
export interface ScopeCatalogue {
    readonly names: readonly string[];
    readonly hierarchy: ScopeHierarchy;
    has(scope: string): boolean;
    describe(scope: string): string | undefined;
}
export type ScopeDefinition = string | {
    readonly description: string;
    readonly implies?: readonly string[];
};
export type ScopeDefinitions = Readonly<Record<string, ScopeDefinition>>;
export type ScopeHierarchy = ReadonlyMap<string, ReadonlySet<string>>;
export interface ScopeWarning {
    readonly scope: string;
    readonly problem: string;
}
export declare function createScopeCatalogue(definitions: ScopeDefinitions): ScopeCatalogue;
export declare function createScopeHierarchy(implies: ReadonlyMap<string, readonly string[]>): ScopeHierarchy;
export declare function formatScope(scopes: Iterable<string>): string;
export declare function grantableScopes(requested: readonly string[], configured: readonly string[]): GrantableScopes;
export declare function isScopeToken(text: string): boolean;
export declare function missingScopes(granted: readonly string[], required: readonly string[], hierarchy?: ScopeHierarchy): readonly string[];
export declare function parseScope(text: string | undefined): readonly string[] | undefined;
export declare function satisfies(granted: readonly string[], required: readonly string[], hierarchy?: ScopeHierarchy): boolean;
export declare function scopeWarnings(scopes: readonly string[]): readonly ScopeWarning[];
export declare function sortScopes(scopes: Iterable<string>): readonly string[];
