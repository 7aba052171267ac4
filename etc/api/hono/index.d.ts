// @sallyport/hono
export type ConnectionReader = (c: Context) => Pick<WebConnection, 'remoteAddress'>;
export interface OAuthRoutesOptions {
    readonly connection?: ConnectionReader;
}
export interface ProtectOptions {
    readonly resource?: string;
    readonly connection?: ConnectionReader;
}
export interface SallyportEnv {
    Variables: SallyportVariables;
}
export interface SallyportVariables {
    auth: SdkAuthInfo;
    parsedBody: unknown;
}
export declare function oauthRoutes(sallyport: Sallyport, options?: OAuthRoutesOptions): MiddlewareHandler;
export declare function protect(sallyport: Sallyport, options?: ProtectOptions): MiddlewareHandler<SallyportEnv>;
