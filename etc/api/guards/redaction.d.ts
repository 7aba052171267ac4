// @sallyport/guards/redaction
export interface Redacted<Value> {
    readonly value: Value;
    readonly counts: Readonly<Record<string, number>>;
}
export interface Redactor {
    text(text: string, found?: readonly string[]): Redacted<string>;
    json<Value>(value: Value, found?: readonly string[]): Redacted<Value>;
}
export interface RedactorOptions {
    readonly keep?: readonly string[];
    readonly rules?: readonly SecretRule[];
    readonly values?: readonly string[];
    readonly maxLength?: number;
}
export interface SecretRule {
    readonly id: string;
    readonly regex: string;
    readonly keywords?: readonly string[];
}
export declare function redactor(options?: RedactorOptions): Redactor;
