// @sallyport/core/consent
export interface Agreement {
    readonly subject: string;
    readonly clientId: string;
    readonly redirectUri: string;
    readonly resource: string;
    readonly scopes: readonly string[];
    readonly offline: boolean;
}
export interface Approval extends Agreement {
    readonly consentId: string;
}
export interface ApprovalQuestion extends Omit<Agreement, 'subject'> {
    readonly redirectKind: 'https' | 'loopback' | 'private-use';
}
export interface Consents {
    approvalsOf(cookieHeader: string | null): Promise<readonly Approval[]>;
    store(agreement: Agreement, cookieHeader: string | null): Promise<string>;
    isLive(consentId: string): Promise<boolean>;
    listBySubject(subject: string): Promise<readonly Approval[]>;
    endAll(of: {
        readonly subject: string;
        readonly clientId?: string;
    } | {
        readonly clientId: string;
    }): Promise<void>;
    withdraw(subject: string, clientId: string, grants: GrantEnder): Promise<number>;
}
export interface ConsentsOptions {
    readonly issuer: string;
    readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>;
    readonly cookieSealer: Sealer;
    readonly lifetimeMs?: number;
    readonly browserLifetimeMs?: number;
}
export interface GrantEnder {
    listBySubject(subject: string): Promise<readonly {
        readonly grantId: string;
        readonly clientId: string;
    }[]>;
    revoke(grantId: string, by: 'consent'): Promise<void>;
}
export declare function createConsents(options: ConsentsOptions, runtime?: Runtime): Consents;
export declare function findCovering(approvals: readonly Approval[], question: ApprovalQuestion): Approval | undefined;
export declare function hasApprovedRedirect(approvals: readonly Approval[], redirect: Pick<ApprovalQuestion, 'clientId' | 'redirectUri'>): boolean;
