// @sallyport/core/access
export type AccessDecision = {
    readonly allowed: true;
} | {
    readonly allowed: false;
    readonly reason: 'operation_denied' | 'insufficient_scope' | 'role_missing';
};
export interface Judgement {
    readonly operation: Operation;
    readonly verdict: OperationVerdict;
}
export interface MirroredArgument {
    readonly header: string;
    readonly path: readonly string[];
}
export type MirroredArguments = Readonly<Record<string, string>>;
export interface Operation {
    readonly method: string;
    readonly name: string | undefined;
    readonly key: string;
}
export interface OperationPolicy {
    judge(message: unknown, httpMethod: string): Judgement;
    for(operation: Pick<Operation, 'key'>): OperationVerdict;
    scopesFor(key: string): readonly string[];
    mirroredFor(operation: Pick<Operation, 'key'>): readonly MirroredArgument[];
    readonly mirroredHeaders: readonly string[];
    readonly scopes: readonly string[];
}
export type OperationRule = 'deny' | readonly string[] | {
    readonly scope?: readonly string[] | undefined;
    readonly roles?: readonly string[] | undefined;
    readonly cost?: number | undefined;
    readonly mirrored?: MirroredArguments | undefined;
};
export type OperationRules = Readonly<Record<string, OperationRule>>;
export type OperationVerdict = {
    readonly kind: 'deny';
} | {
    readonly kind: 'allow';
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
    readonly furtherRoles?: readonly (readonly string[])[];
    readonly cost: number;
};
export interface Principal {
    readonly issuer: string;
    readonly subject: string;
    readonly clientId: string;
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
    readonly resource: string;
    readonly grantId: string | undefined;
    readonly tokenId: string;
    readonly expiresAtMs: number;
    readonly issuedAtMs?: number;
}
export declare function createOperationPolicy(operations: OperationRules): OperationPolicy;
export declare function decideAccess(verdict: OperationVerdict, principal: Pick<Principal, 'roles'>, missing: readonly string[]): AccessDecision;
export declare function mirroredParameters(inputSchema: unknown): MirroredArguments;
export declare function operationOf(message: unknown, httpMethod: string): Operation;
