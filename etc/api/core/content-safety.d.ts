// @sallyport/core/content-safety
export interface AzureAnalyzeOptions {
    readonly categories?: readonly ('Hate' | 'SelfHarm' | 'Sexual' | 'Violence')[];
    readonly blocklists?: readonly string[];
}
export interface AzureContentSafetyOptions {
    readonly endpoint: string;
    readonly key?: string;
    readonly token?: () => string | Promise<string>;
    readonly shieldPrompt?: boolean;
    readonly analyze?: AzureAnalyzeOptions | false;
    readonly apiVersion?: string;
    readonly timeoutMs?: number;
    readonly totalTimeoutMs?: number;
    readonly retries?: number;
    readonly maxRequests?: number;
    readonly concurrency?: number;
    readonly breaker?: {
        readonly failures?: number;
        readonly cooldownMs?: number;
    };
    readonly unsafelyAllowHttpLoopback?: boolean;
}
export type ContentAction = 'block' | 'flag' | 'spotlight' | 'allow';
export interface ContentClassifier {
    classify(items: readonly ContentItem[], signal?: AbortSignal): Promise<readonly ContentVerdict[]>;
}
export interface ContentDecision {
    readonly action: ContentAction;
    readonly severity: Severity;
    readonly categories: readonly string[];
    readonly detectors: readonly string[];
}
export interface ContentFinding {
    readonly category: string;
    readonly severity: Severity;
    readonly score?: number;
    readonly detector: string;
}
export interface ContentItem {
    readonly text: string;
    readonly kind: ContentKind;
}
export type ContentKind = 'tool_definition' | 'tool_result' | 'prompt';
export interface ContentPolicy {
    readonly low?: ContentAction;
    readonly medium?: ContentAction;
    readonly high?: ContentAction;
    readonly critical?: ContentAction;
    readonly onFailure?: Exclude<ContentAction, 'flag'>;
}
export interface ContentVerdict {
    readonly findings: readonly ContentFinding[];
}
export declare function allOf(classifiers: readonly ContentClassifier[]): ContentClassifier;
export declare function azureContentSafety(options: AzureContentSafetyOptions, runtime?: Runtime): ContentClassifier;
export declare function decideContent(verdicts: readonly ContentVerdict[], policy?: ContentPolicy): ContentDecision;
export declare function firstOf(classifiers: readonly [
    ContentClassifier,
    ...ContentClassifier[]
]): ContentClassifier;
export declare function localDetector(runtime?: Pick<Runtime, 'delay'>): ContentClassifier;
export declare const readContentPolicy: (policy?: ContentPolicy) => Readonly<Required<ContentPolicy>>;
