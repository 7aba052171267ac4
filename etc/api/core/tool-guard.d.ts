// @sallyport/core/tool-guard
export interface Approval {
    readonly by: string;
    readonly at: string;
    readonly reason: string;
}
export interface ApproveChange {
    readonly list: ListName;
    readonly definition: Definition;
}
export interface ChangedDefinition {
    readonly name: string;
    readonly severity: Severity;
    readonly changes: readonly DefinitionChange[];
}
export interface CreateLockOptions {
    readonly server: LockedServer;
    readonly keep?: 'definition' | 'digest';
    readonly approval?: Approval;
}
export type Definition = {
    readonly [member: string]: unknown;
};
export interface DefinitionChange {
    readonly path: string;
    readonly kind: FieldChange['kind'];
    readonly severity: Severity;
    readonly note: string;
    readonly before?: unknown;
    readonly after?: unknown;
    readonly words?: readonly WordRun[];
}
export interface DefinitionDiff {
    readonly added: readonly LoneDefinition[];
    readonly removed: readonly LoneDefinition[];
    readonly changed: readonly ChangedDefinition[];
    readonly renamed: readonly RenamedDefinition[];
    readonly duplicated: readonly DuplicatedDefinition[];
}
export type DefinitionHash = `sha256-${string}`;
export interface DefinitionScan {
    readonly name: string;
    readonly severity: Severity;
    readonly findings: readonly ScanFinding[];
}
export type DetachedAlgorithm = 'EdDSA' | 'ES256';
export interface DetachedContent {
    readonly payload: Uint8Array<ArrayBuffer>;
    readonly type: string;
}
export type DetachedVerification = {
    readonly ok: true;
    readonly kid: string;
    readonly algorithm: DetachedAlgorithm;
} | {
    readonly ok: false;
    readonly problem: 'malformed' | 'unknown_key' | 'wrong_algorithm' | 'bad_signature';
};
export interface DiffFinding {
    readonly rule?: string;
    readonly path: string;
    readonly severity: Severity;
    readonly message: string;
}
export interface DiffOptions {
    readonly scan?: DiffScan;
}
export type DiffScan = (definitions: readonly unknown[]) => {
    readonly tools: readonly {
        readonly findings: readonly DiffFinding[];
    }[];
};
export interface Drift {
    readonly list: ListName | 'instructions';
    readonly name: string;
    readonly kind: 'unknown' | 'changed' | 'duplicated' | 'missing';
    readonly lockedHash?: DefinitionHash | undefined;
    readonly seenHash?: DefinitionHash | undefined;
}
export interface DuplicatedDefinition {
    readonly name: string;
    readonly side: 'before' | 'after';
    readonly count: number;
    readonly severity: Severity;
}
export type JsonProblem = {
    readonly ok: false;
    readonly reason: 'malformed' | 'duplicate_key' | 'too_deep';
};
export declare const LINT_RULES: readonly LintRule[];
export type LintFinding = ScanFinding;
export interface LintOptions {
    readonly origin?: string;
}
export type LintRule = Pick<ScanRule, 'id' | 'severity' | 'title' | 'fix'> & {
    readonly source: string;
};
export type ListName = 'tools' | 'prompts' | 'resources' | 'resourceTemplates';
export type LockAlgorithm = DetachedAlgorithm;
export interface LockFailure {
    readonly ok: false;
    readonly problem: LockProblem;
    readonly path: string;
}
export type LockProblem = 'malformed' | 'duplicate_key' | 'too_deep' | 'unknown_version' | 'invalid_format' | 'duplicate_name' | 'name_mismatch' | 'hash_mismatch' | 'lock_hash_mismatch';
export interface LockReport {
    readonly ok: boolean;
    readonly allowed: Readonly<Partial<Record<ListName, readonly Definition[]>>>;
    readonly drifts: readonly Drift[];
}
export type LockResult = {
    readonly ok: true;
    readonly lock: ToolLock;
} | LockFailure;
export type LockVerification = DetachedVerification;
export interface LockedDefinition {
    readonly name: string;
    readonly hash: DefinitionHash;
    readonly definition?: Definition | undefined;
    readonly approvals: readonly Approval[];
}
export interface LockedInstructions {
    readonly hash: DefinitionHash;
    readonly text?: string | undefined;
    readonly approvals: readonly Approval[];
}
export interface LockedServer {
    readonly name: string;
    readonly version?: string | undefined;
    readonly url?: string | undefined;
    readonly command?: readonly string[] | undefined;
}
export interface LoneDefinition {
    readonly name: string;
    readonly severity: Severity;
    readonly note: string;
    readonly definition: Definition;
}
export interface MergeCollision {
    readonly list: ListName;
    readonly name: string;
    readonly servers: readonly string[];
}
export interface MergePart {
    readonly server: string;
    readonly prefix?: string | undefined;
    readonly surface: ServerSurface;
}
export type MergeResult = {
    readonly ok: true;
    readonly surface: ServerSurface;
    origin(list: ListName, name: string): MergedOrigin | undefined;
} | {
    readonly ok: false;
    readonly collisions: readonly MergeCollision[];
};
export interface MergedOrigin {
    readonly server: string;
    readonly name: string;
}
export type ParsedJson = {
    readonly ok: true;
    readonly value: unknown;
} | JsonProblem;
export type ParsedToolList = {
    readonly ok: true;
    readonly tools: readonly ToolDefinition[];
} | ToolListProblem;
export type PatternProblem = 'pattern-invalid' | 'pattern-slow' | 'pattern-quadratic';
export type PromptDefinition = Definition & {
    readonly name: string;
};
export interface RenamedDefinition {
    readonly from: string;
    readonly to: string;
    readonly severity: Severity;
    readonly changes: readonly DefinitionChange[];
}
export type ResourceDefinition = Definition & {
    readonly uri: string;
};
export type ResourceTemplateDefinition = Definition & {
    readonly uriTemplate: string;
};
export declare const SCAN_RULES: readonly ScanRule[];
export interface ScanFinding {
    readonly rule: string;
    readonly severity: Exclude<Severity, 'none'>;
    readonly path: string;
    readonly excerpt: string;
    readonly message: string;
    readonly detector?: string;
}
export type ScanProgress = (scanned: number, total: number) => void;
export interface ScanRule {
    readonly id: string;
    readonly severity: Exclude<Severity, 'none'>;
    readonly title: string;
    readonly explanation: string;
    readonly fix: string;
    readonly bad: string;
    readonly good: string;
}
export interface ScanSurfaceOptions {
    readonly verdicts?: {
        readonly [List in ListName]?: readonly (ScanVerdict | undefined)[] | undefined;
    } | undefined;
    readonly instructionsVerdict?: ScanVerdict | undefined;
    readonly progress?: ScanProgress | undefined;
}
export interface ScanToolsOptions {
    readonly verdicts?: readonly (ScanVerdict | undefined)[] | undefined;
    readonly progress?: ScanProgress | undefined;
}
export interface ScanVerdict {
    readonly findings: readonly {
        readonly category: string;
        readonly severity: Severity;
        readonly score?: number | undefined;
        readonly detector: string;
    }[];
}
export interface ServerSurface {
    readonly tools: readonly ToolDefinition[];
    readonly prompts?: readonly PromptDefinition[] | undefined;
    readonly resources?: readonly ResourceDefinition[] | undefined;
    readonly resourceTemplates?: readonly ResourceTemplateDefinition[] | undefined;
    readonly instructions?: string | undefined;
}
export type Severity = 'none' | 'low' | 'medium' | 'high' | 'critical';
export type SurfaceHashes = {
    readonly [List in ListName | 'instructions']?: DefinitionHash;
};
export interface SurfaceScanReport extends ToolScanReport {
    readonly prompts?: readonly DefinitionScan[];
    readonly resources?: readonly DefinitionScan[];
    readonly resourceTemplates?: readonly DefinitionScan[];
    readonly instructions?: DefinitionScan;
}
export interface TextRule extends ScanRule {
    readonly when: readonly (readonly string[])[];
    readonly unless?: readonly string[];
    readonly mildInDocumentation?: true;
}
export type ToolDefinition = Definition & {
    readonly name: string;
};
export interface ToolListProblem {
    readonly ok: false;
    readonly problem: 'malformed' | 'duplicate_key' | 'too_deep' | 'not_a_list' | 'not_a_tool' | 'no_name';
    readonly path: string;
}
export interface ToolLock {
    readonly version: 1;
    readonly server: LockedServer;
    readonly hash: DefinitionHash;
    readonly tools: readonly LockedDefinition[];
    readonly prompts?: readonly LockedDefinition[] | undefined;
    readonly resources?: readonly LockedDefinition[] | undefined;
    readonly resourceTemplates?: readonly LockedDefinition[] | undefined;
    readonly instructions?: LockedInstructions | undefined;
}
export interface ToolScanReport {
    readonly tools: readonly DefinitionScan[];
}
export interface WordRun {
    readonly kind: 'same' | 'removed' | 'added';
    readonly text: string;
}
export declare function approveDefinition(lock: ToolLock, { list, definition }: ApproveChange, approval: Approval, runtime?: Digest): Promise<ToolLock>;
export declare function approveInstructions(lock: ToolLock, text: string, approval: Approval, runtime?: Digest): Promise<ToolLock>;
export declare function canonicalJson(value: unknown): string;
export declare function checkLock(lock: ToolLock, surface: ServerSurface, runtime?: Digest): Promise<LockReport>;
export declare function createLock(surface: ServerSurface, options: CreateLockOptions, runtime?: Digest): Promise<LockResult>;
export declare function definitionText(definition: unknown): string;
export declare function diffDefinitions(list: ListName, before: readonly Definition[], after: readonly Definition[], options?: DiffOptions): DefinitionDiff;
export declare function diffInstructions(before: string | undefined, after: string | undefined, options?: DiffOptions): DefinitionChange | undefined;
export declare function diffTools(before: readonly ToolDefinition[], after: readonly ToolDefinition[], options?: DiffOptions): DefinitionDiff;
export declare function diffWords(before: string, after: string): WordRun[];
export declare function externalReferences(definition: Definition): string[];
export declare function gravest(severities: Iterable<Severity>): Severity;
export declare function hashInstructions(text: string, runtime?: Digest): Promise<DefinitionHash>;
export declare function hashList(definitions: readonly Definition[], runtime?: Digest): Promise<DefinitionHash>;
export declare function hashPrompt(definition: PromptDefinition, runtime?: Digest): Promise<DefinitionHash>;
export declare function hashResource(definition: ResourceDefinition, runtime?: Digest): Promise<DefinitionHash>;
export declare function hashResourceTemplate(definition: ResourceTemplateDefinition, runtime?: Digest): Promise<DefinitionHash>;
export declare function hashSurface(surface: ServerSurface, runtime?: Digest): Promise<DefinitionHash>;
export declare function hashTool(definition: ToolDefinition, runtime?: Digest): Promise<DefinitionHash>;
export declare function lintDefinitions(surface: ServerSurface, options?: LintOptions): SurfaceScanReport;
export declare function mergeSurfaces(parts: readonly MergePart[]): MergeResult;
export declare function parseJson(input: string | Uint8Array, maxDepth?: number): ParsedJson;
export declare function parseLock(text: string | Uint8Array, runtime?: Pick<Runtime, 'sha256'>): Promise<LockResult>;
export declare function parseToolList(text: string | Uint8Array): ParsedToolList;
export declare function patternProblem(pattern: string): PatternProblem | undefined;
export declare function printLock(lock: ToolLock): string;
export declare function renderHtml(diff: DefinitionDiff): string;
export declare function renderJson(diff: DefinitionDiff): string;
export declare function renderMarkdown(diff: DefinitionDiff): string;
export declare function renderTerminal(diff: DefinitionDiff, { color }?: {
    readonly color?: boolean;
}): string;
export declare function scanSurface(surface: ServerSurface, options?: ScanSurfaceOptions): SurfaceScanReport;
export declare function scanTools(tools: readonly unknown[], options?: ScanToolsOptions): ToolScanReport;
export declare function severityOfDiff(diff: DefinitionDiff): ReturnType<typeof gravest>;
export declare function signDetached(content: DetachedContent, key: JWK, owner?: string): Promise<string>;
export declare function signLock(lock: ToolLock, key: JWK): Promise<string>;
export declare function verifyDetached(content: DetachedContent, signature: string, trusted: readonly JWK[]): Promise<DetachedVerification>;
export declare function verifyLock(lock: ToolLock, signature: string, trusted: readonly JWK[]): Promise<LockVerification>;
export declare function visible(text: string): string;
export declare function visibleJson(json: string): string;
export declare function withdrawDefinition(lock: ToolLock, { list, name }: {
    readonly list: ListName;
    readonly name: string;
}, runtime?: Digest): Promise<ToolLock>;
export declare function withdrawInstructions(lock: ToolLock, runtime?: Digest): Promise<ToolLock>;
// not exported, but part of the signatures above
type Digest = Pick<Runtime, 'sha256'>;
type Digest = Pick<Runtime, 'sha256'>;
type Digest = Pick<Runtime, 'sha256'>;
type Digest = Pick<Runtime, 'sha256'>;
export interface FieldChange {
    readonly tokens: readonly string[];
    readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
    readonly before?: unknown;
    readonly after?: unknown;
}
