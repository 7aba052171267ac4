// @sallyport/core/elicitation
export type ActionStanding = {
    readonly standing: 'approved';
    readonly id: string;
} | {
    readonly standing: 'declined';
    readonly id: string;
} | {
    readonly standing: 'pending';
    readonly id: string;
    readonly endsAtMs: number;
} | {
    readonly standing: 'unasked';
};
export interface Confirmation extends ConfirmationOwner {
    readonly id: string;
    readonly tool: string;
    readonly argumentsJson: string;
    readonly state: 'pending' | 'approved' | 'declined' | 'used';
    readonly decidedBy: DecidedBy | undefined;
    readonly endsAtMs: number;
}
export interface ConfirmationOwner {
    readonly issuer: string;
    readonly subject: string;
    readonly clientId: string;
    readonly resource: string;
}
export type ConfirmationProblem = 'confirmation_unknown' | 'confirmation_foreign' | 'confirmation_expired';
export interface Confirmations {
    use(owner: ConfirmationOwner, action: SensitiveAction, by?: 'page'): Promise<ActionStanding>;
    ask(owner: ConfirmationOwner, action: SensitiveAction): Promise<Confirmation>;
    find(id: unknown, decider: Decider): Promise<FoundConfirmation>;
    decide(id: unknown, decider: Decider, decision: Decision, by: DecidedBy): Promise<FoundConfirmation>;
    withdraw(id: unknown, decider: Decider, why: 'dismissed' | 'expired'): Promise<void>;
    onDecided(confirmation: Pick<Confirmation, 'id' | 'endsAtMs'>, listener: () => void): () => void;
}
export interface ConfirmationsOptions {
    readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>;
    readonly keys: KeyList<SecretKey>;
    readonly lifetimeMs?: number;
    readonly maxPerCaller?: number;
    readonly maxArgumentsLength?: number;
}
export type DecidedBy = 'page' | 'client';
export type Decider = Pick<ConfirmationOwner, 'issuer' | 'subject'> & Partial<ConfirmationOwner>;
export type Decision = 'approve' | 'decline';
export type FoundConfirmation = {
    readonly found: true;
    readonly confirmation: Confirmation;
} | {
    readonly found: false;
    readonly reason: ConfirmationProblem;
};
export interface SensitiveAction {
    readonly tool: string;
    readonly arguments?: unknown;
}
export declare function createConfirmations(options: ConfirmationsOptions, audit: Auditor, runtime?: Runtime): Confirmations;
export declare function lintElicitation(elicitation: unknown): readonly ScanFinding[];
