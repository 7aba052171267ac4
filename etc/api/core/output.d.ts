// @sallyport/core/output
export interface DefangOptions {
    readonly imageHosts?: readonly string[];
    readonly linkHosts?: readonly string[] | 'any';
}
export interface SanitizeOptions {
    readonly maxBytes?: number;
    readonly emoji?: boolean;
    readonly scripts?: boolean;
}
export declare function createSanitizer(options?: SanitizeOptions): (text: string) => string;
export declare function defangMarkdown(text: string, options?: DefangOptions): string;
export declare function escapeHtml(text: string): string;
export declare function escapeMarkdown(text: string): string;
export declare function sanitizeText(text: string, options?: SanitizeOptions): string;
export declare function truncateText(text: string, maxBytes: number): string;
