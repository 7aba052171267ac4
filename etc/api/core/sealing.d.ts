// @sallyport/core/sealing
export interface Sealer {
    seal(plaintext: string, context: string): Promise<string>;
    open(sealed: string, context: string): Promise<string | undefined>;
}
export declare function createSealer(keys: readonly SecretKey[], purpose: string, runtime?: Pick<Runtime, 'randomBytes'>): Sealer;
