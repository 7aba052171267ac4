// @sallyport/core/pages
export interface ConsentPageModel {
    readonly clientName: string | undefined;
    readonly clientId: string;
    readonly clientUri: string | undefined;
    readonly redirectUri: string;
    readonly redirectKind: 'https' | 'loopback' | 'private-use';
    readonly resource: string;
    readonly resourceName: string | undefined;
    readonly scopes: readonly {
        readonly name: string;
        readonly description: string | undefined;
    }[];
    readonly offline: boolean;
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
export type Problem = 'client_unknown' | 'redirect_uri_invalid' | 'request_invalid' | 'page_expired' | 'page_used' | 'form_untrusted' | 'login_expired' | 'login_failed' | 'login_unavailable' | 'too_many_requests' | 'server_error';
export interface ProblemTexts {
    readonly heading: string;
    readonly message: string;
    readonly advice: string;
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
    adviceHeading: "What you can do";
    returnTo: "Return to {host}";
    supportHeading: "For support";
    errorCodeLabel: "Error";
    requestIdLabel: "Request";
}>;
