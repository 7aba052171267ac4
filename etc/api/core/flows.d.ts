// @sallyport/core/flows
export interface AuthorizationRequest {
    readonly clientId: string;
    readonly redirectUri: string;
    readonly registeredRedirectUri: string;
    readonly redirectKind: 'https' | 'loopback' | 'private-use';
    readonly state: string | undefined;
    readonly codeChallenge: string;
    readonly resource: string;
    readonly scopes: readonly string[];
    readonly offline: boolean;
    readonly requestedScopes: readonly string[];
    readonly prompt: 'none' | 'login' | 'select_account' | undefined;
}
export interface ConsentForm {
    readonly id: string;
    readonly expiresAtMs: number;
    readonly heldId: string | undefined;
    readonly request: AuthorizationRequest;
}
export type FlowBasis = {
    readonly kind: 'page';
} | {
    readonly kind: 'approval';
    readonly consentId: string;
    readonly subject: string;
} | {
    readonly kind: 'exempt';
};
export interface FlowLogin {
    readonly redirectUri: string;
    readonly state: string;
    readonly nonce: string;
    readonly codeVerifier: string;
}
export interface Flows {
    browser(cookieHeader: string | null): Promise<{
        readonly secret: string;
        readonly setCookie: string | undefined;
    }>;
    sealForm(request: AuthorizationRequest, browserSecret: string, heldId?: string): Promise<string>;
    openForm(sealed: string, cookieHeader: string | null): Promise<OpenedForm>;
    consumeForm(form: ConsentForm): Promise<boolean>;
    begin(request: AuthorizationRequest, basis: FlowBasis, cookieHeader: string | null): Promise<{
        readonly login: FlowLogin;
        readonly setCookies: readonly string[];
    }>;
    beginOwn(cookieHeader: string | null, confirmationId?: string): Promise<{
        readonly login: FlowLogin;
        readonly setCookies: readonly string[];
    }>;
    resume(state: string, cookieHeader: string | null): Promise<ResumedFlow>;
    hold(answer: string, subject: string): Promise<string>;
    takeHeld(heldId: string): Promise<string | undefined>;
}
export interface FlowsOptions {
    readonly issuer: string;
    readonly records: Pick<RecordStore, 'putIfAbsent' | 'take'>;
    readonly cookieSealer: Sealer;
    readonly formSealer: Sealer;
    readonly vaultSealer: Sealer;
    readonly lifetimeMs?: number;
    readonly skewMs?: number;
}
export type OpenedForm = {
    readonly ok: true;
    readonly form: ConsentForm;
} | {
    readonly ok: false;
    readonly problem: 'form_forged' | 'form_expired' | 'form_of_another_browser';
};
export interface OwnFlow {
    readonly own: true;
    readonly confirmationId: string | undefined;
    readonly login: FlowLogin;
}
export interface PendingFlow {
    readonly request: AuthorizationRequest;
    readonly basis: FlowBasis;
    readonly login: FlowLogin;
}
export type ResumedFlow = {
    readonly ok: true;
    readonly flow: PendingFlow | OwnFlow;
    readonly clearCookie: string;
} | {
    readonly ok: false;
    readonly problem: 'state_malformed' | 'state_of_another_browser' | 'state_unknown';
};
export declare function createFlows(options: FlowsOptions, runtime?: Runtime): Flows;
