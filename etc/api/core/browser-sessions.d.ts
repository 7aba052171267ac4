// @sallyport/core/browser-sessions
export interface BrowserSession extends SignedInPerson {
    readonly reference: string;
    readonly createdAtMs: number;
    readonly endsAtMs: number;
}
export interface BrowserSessions {
    begin(person: SignedInPerson, cookieHeader: string | null): Promise<{
        session: BrowserSession;
        setCookie: string;
    }>;
    find(cookieHeader: string | null): Promise<BrowserSession | undefined>;
    formToken(session: BrowserSession): Promise<string>;
    isFormToken(session: BrowserSession, token: string): Promise<boolean>;
    end(session: BrowserSession): Promise<string>;
    isSignedOut(cookieHeader: string | null): boolean;
    endAll(subject: string): Promise<number>;
}
export interface BrowserSessionsOptions {
    readonly issuer: string;
    readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap' | 'delete' | 'listByIndex'>;
    readonly cookieSealer: Sealer;
    readonly formSealer: Sealer;
    readonly idleMs?: number;
    readonly absoluteMs?: number;
}
export interface SignedInPerson {
    readonly subject: string;
    readonly userIssuer: string;
    readonly displayName: string | undefined;
}
export declare function createBrowserSessions(options: BrowserSessionsOptions, runtime?: Runtime): BrowserSessions;
