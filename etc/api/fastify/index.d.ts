// @sallyport/fastify
export interface ProtectOptions {
    readonly resource?: string;
}
export interface ProtectRouteOptions {
    readonly onRequest: onRequestAsyncHookHandler;
    readonly preParsing: preParsingAsyncHookHandler;
    readonly preValidation: preValidationAsyncHookHandler;
}
export interface ProtectedRequest extends FastifyRequest {
    readonly auth: SdkAuthInfo;
}
export declare function oauthRoutes(sallyport: Sallyport): FastifyPluginAsync<{
    prefix?: string;
}>;
export declare function protect(sallyport: Sallyport, options?: ProtectOptions): ProtectRouteOptions;
export declare function toRequest(request: FastifyRequest, reply: FastifyReply): Request;
