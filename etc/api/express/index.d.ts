// @sallyport/express
export interface ProtectOptions {
    readonly resource?: string;
}
export declare function oauthRoutes(sallyport: Sallyport): RequestHandler;
export declare function protect(sallyport: Sallyport, options?: ProtectOptions): RequestHandler;
