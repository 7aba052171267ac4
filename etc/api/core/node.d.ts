// @sallyport/core/node
export interface BridgeOptions {
    readonly origin: string;
    readonly maxBodyBytes?: number;
}
export interface KeysFromFileOptions {
    readonly create?: boolean;
}
export type MessageResult = {
    readonly ok: true;
    readonly message: unknown;
    readonly parsedBefore: boolean;
} | {
    readonly ok: false;
    readonly reply: Reply;
};
export declare function handleOAuth(sallyport: Sallyport, request: IncomingMessage, response: ServerResponse): Promise<boolean>;
export declare function keysFromFile(path: string, options?: KeysFromFileOptions): KeySource;
export declare function readMessage(request: IncomingMessage, gate: Gate, admitted: Admitted): Promise<MessageResult>;
export declare function requestFacts(request: IncomingMessage): RequestFacts;
export declare function sendReply(response: ServerResponse, reply: Reply): void;
export declare function sendResponse(response: ServerResponse, answer: Response): Promise<void>;
export declare function setHeaderLines(response: ServerResponse, lines: Reply['headers']): void;
export declare function toWebRequest(request: IncomingMessage, response: ServerResponse, options: BridgeOptions): Promise<Request | 'too_large'>;
