// @sallyport/core/web
export interface Entered extends Allowed {
    readonly message: unknown;
    seal(answer: Response): Promise<Response>;
    failed(): void;
}
export interface HandlerContext {
    readonly authInfo: SdkAuthInfo;
    readonly parsedBody: unknown;
}
export interface ProtectOptions {
    readonly resource?: string;
}
export interface WebConnection extends ConnectionContext {
    readonly target?: string | undefined;
    readonly rawHeaders?: readonly string[] | undefined;
}
export type WebHandler = (request: Request, context: HandlerContext) => Response | Promise<Response>;
export declare function enter(gate: Gate, admitted: Admitted, request: Request): Promise<Entered | Refused>;
export declare function handleOAuth(sallyport: Sallyport, request: Request, connection?: WebConnection): Promise<Response | undefined>;
export declare function handlerRequest(request: Request, era: Allowed['era']): Request;
export declare function protect(sallyport: Sallyport, handler: WebHandler, options?: ProtectOptions): (request: Request, connection?: WebConnection) => Promise<Response>;
export declare function webRequestFacts(request: Request, connection?: WebConnection): RequestFacts;
