// @sallyport/core/pages
export interface ConfirmationPageModel {
    readonly clientName: string | undefined;
    readonly clientId: string;
    readonly resource: string;
    readonly resourceName: string | undefined;
    readonly tool: string;
    readonly argumentsJson: string;
    readonly account: string;
    readonly endsAtMs: number;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
}
export interface ConnectedResource extends ScopesModel {
    readonly resource: string;
    readonly resourceName: string | undefined;
    readonly sinceMs: number | undefined;
    readonly lastUsedAtMs: number | undefined;
}
export interface ConnectedSession {
    readonly id: string;
    readonly sinceMs: number;
    readonly lastUsedAtMs: number;
}
export interface Connection {
    readonly clientId: string;
    readonly clientName: string | undefined;
    readonly redirects: readonly {
        readonly uri: string;
        readonly kind: ConsentPageModel['redirectKind'];
    }[];
    readonly connected: boolean;
    readonly resources: readonly ConnectedResource[];
    readonly sessions: readonly ConnectedSession[];
}
export interface ConnectionsPageModel {
    readonly account: string;
    readonly connections: readonly Connection[];
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
}
export interface ConsentPageModel extends ScopesModel {
    readonly clientName: string | undefined;
    readonly clientId: string;
    readonly clientUri: string | undefined;
    readonly redirectUri: string;
    readonly redirectKind: 'https' | 'loopback' | 'private-use';
    readonly resource: string;
    readonly resourceName: string | undefined;
    readonly account: string | undefined;
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
}
export interface ErrorPageModel {
    readonly problem: Problem;
    readonly error: string | undefined;
    readonly requestId: string;
    readonly returnTo: {
        readonly host: string;
        readonly url: string;
    } | undefined;
}
export interface Page {
    readonly html: string;
    readonly contentSecurityPolicy: string;
}
export type PageTexts = {
    readonly [Key in keyof typeof ENGLISH]: string;
};
export interface Pages {
    consent(model: ConsentPageModel, formAction: readonly string[]): Promise<Page>;
    connections(model: ConnectionsPageModel): Promise<Page>;
    signedOut(signInUrl: string): Promise<Page>;
    confirmation(model: ConfirmationPageModel): Promise<Page>;
    confirmed(state: 'approved' | 'declined' | 'used'): Promise<Page>;
    error(model: ErrorPageModel): Promise<Page>;
}
export interface PagesOptions {
    readonly title?: string;
    readonly logo?: string;
    readonly colors?: {
        readonly light?: Partial<Palette>;
        readonly dark?: Partial<Palette>;
    };
    readonly lang?: string;
    readonly direction?: 'ltr' | 'rtl';
    readonly texts?: Partial<PageTexts>;
    readonly problems?: Partial<Record<Problem, Partial<ProblemTexts>>>;
}
export interface Palette {
    readonly accent: string;
    readonly onAccent: string;
    readonly background: string;
    readonly surface: string;
    readonly text: string;
    readonly muted: string;
}
export type Problem = 'client_unknown' | 'redirect_uri_invalid' | 'request_invalid' | 'page_expired' | 'page_used' | 'form_untrusted' | 'change_untrusted' | 'change_expired' | 'confirmation_gone' | 'answer_untrusted' | 'answer_expired' | 'login_expired' | 'login_failed' | 'sign_in_failed' | 'login_unavailable' | 'too_many_requests' | 'server_error';
export interface ProblemTexts {
    readonly heading: string;
    readonly message: string;
    readonly advice: string;
}
export interface ScopesModel {
    readonly scopes: readonly {
        readonly name: string;
        readonly description: string | undefined;
    }[];
    readonly offline: boolean;
}
export declare function createPages(options?: PagesOptions, runtime?: Pick<Runtime, 'sha256'>): Pages;
// not exported, but part of the signatures above
export declare const ENGLISH: Readonly<{
    title: "Access request";
    consentTabTitle: "Allow {client}?";
    consentHeading: "Allow {client} to use {resource}?";
    consentLead: "The app chose this name itself. Check the address below, and go on only if you started this.";
    accountLead: "This account has not approved the app yet. The app chose its name itself: check the address below.";
    accountLabel: "Signed in as";
    unnamedAccount: "An account without a name";
    unnamedClient: "An app without a name";
    redirectLabel: "You will be sent back to";
    loopbackTarget: "A program on this device";
    privateUseTarget: "An app on this device that opens “{scheme}” links";
    internationalHost: "Also written {host}";
    loopbackHeading: "Any program on this device could be asking";
    loopbackWarning: "The address belongs to no website, so nobody can prove who is behind it. Allow this only if you started it yourself, on this device, a moment ago.";
    privateUseHeading: "Another app could answer instead";
    privateUseWarning: "Any app installed on this device can claim “{scheme}” links. Allow this only if you started it yourself, on this device, a moment ago.";
    scopesHeading: "It will be able to";
    noScopes: "It asks for no particular permission.";
    offline: "Stay connected when you are away";
    approve: "Allow";
    deny: "Deny";
    nextStep: "If you allow this, you sign in next. Nothing is shared before that.";
    detailsHeading: "Details";
    resourceLabel: "Server";
    publisherLabel: "App published at";
    websiteLabel: "Website, as the app states it";
    redirectUriLabel: "Full return address";
    clientIdLabel: "Client ID";
    connectionsTabTitle: "Connected apps";
    connectionsHeading: "Connected apps";
    connectionsLead: "These apps can act in your name. They chose their names themselves; the address below each name is where it takes you.";
    connectionsNone: "No app can act in your name here.";
    connectionTarget: "Takes you to {host}";
    connectedSince: "Connected";
    lastUse: "Last use";
    lastUseNote: "Last use is when the app last renewed its access or was seen in a session. What it did since then is not recorded here.";
    notConnected: "Not connected now. You allowed it recently, so it may connect again without asking you.";
    utcTime: "{time} UTC";
    sessionsHeading: "Open sessions";
    sessionTimes: "Opened {opened}, last used {used}";
    endSession: "End session";
    endAccess: "End access";
    askNextTime: "Ask me next time";
    endAccessNote: "When you end access, it is over at once. The app can ask you again.";
    endEverything: "End everything";
    endEverythingWarning: "All apps lose their access, all their sessions end, and you are signed out of this page in every browser, at once. Apps can ask you again.";
    confirmEndEverything: "Yes, end everything";
    signOut: "Sign out";
    signedOutHeading: "You are signed out";
    signedOutLead: "Sign in again to see which apps can act in your name.";
    signIn: "Sign in";
    confirmTabTitle: "Confirm {tool}?";
    confirmHeading: "Let {client} do this in your name?";
    confirmLead: "This tool is sensitive, so it waits for you. Allow it only if you asked for exactly this, a moment ago.";
    confirmTool: "Tool";
    confirmArguments: "With exactly these arguments";
    confirmNoArguments: "Without any arguments.";
    confirmUnseen: "Characters that cannot be seen, or that pass for others, are written as ⟨U+…⟩.";
    confirmOnce: "Allow once";
    confirmDecline: "Decline";
    confirmEnds: "Open until {time}. What you allow happens once, and with these arguments only.";
    confirmedHeading: "Allowed once";
    confirmedLead: "Go back to the app. It can do this now, once, with exactly the arguments you saw.";
    confirmUsedHeading: "This was allowed, and used";
    confirmUsedLead: "The app has made use of what you allowed. To do it again, it has to ask you again.";
    declinedHeading: "Declined";
    declinedLead: "Nothing was done. You can close this page.";
    adviceHeading: "What you can do";
    returnTo: "Return to {host}";
    supportHeading: "For support";
    errorCodeLabel: "Error";
    requestIdLabel: "Request";
}>;
