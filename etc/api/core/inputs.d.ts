// @sallyport/core/inputs
export interface ArgumentRefusal {
    readonly isError: true;
    readonly content: readonly [
        {
            readonly type: 'text';
            readonly text: string;
        }
    ];
}
export type CompileSchema = (schema: unknown) => (value: unknown) => SchemaCheck;
export type InputCheck<Value, Problem extends string = string> = {
    readonly ok: true;
    readonly value: Value;
} | {
    readonly ok: false;
    readonly problem: Problem;
    readonly message: string;
};
export interface InputProblem {
    readonly path: string;
    readonly message: string;
}
export type PathProblem = 'not_text' | 'empty' | 'too_long' | 'control_character' | 'not_unicode' | 'invisible' | 'uri' | 'unc' | 'drive' | 'absolute' | 'home' | 'parent' | 'separator' | 'encoded' | 'look_alike' | 'stream' | 'device' | 'short_name' | 'trailing' | 'reserved_character';
export interface PathRules {
    readonly platform?: 'every' | 'posix' | 'windows';
    readonly maxBytes?: number;
    readonly maxSegments?: number;
}
export interface ResourceUri {
    readonly scheme: string;
    readonly authority: string;
    readonly segments: readonly string[];
}
export interface ResourceUriRules extends PathRules {
    readonly schemes: readonly string[];
    readonly authorities?: readonly string[];
}
export type SchemaCheck = {
    readonly ok: true;
} | {
    readonly ok: false;
    readonly problems: readonly InputProblem[];
};
export interface SdkSchemaValidator {
    getValidator(schema: never): (value: unknown) => {
        readonly valid: boolean;
        readonly errorMessage?: string | undefined;
    };
}
export interface SecretOptions {
    readonly minLength?: number;
}
export type SecretProblem = 'missing' | 'too_short' | 'too_long' | 'control_character' | 'placeholder' | 'repetitive';
export interface StandardIssue {
    readonly message: string;
    readonly path?: readonly (PropertyKey | {
        readonly key: PropertyKey;
    })[] | undefined;
}
export type StandardResult<Output> = {
    readonly value: Output;
    readonly issues?: undefined;
} | {
    readonly issues: readonly StandardIssue[];
};
export interface StandardSchema<Output = unknown> {
    readonly '~standard': {
        readonly version: 1;
        readonly vendor: string;
        readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
        readonly types?: {
            readonly output: Output;
        } | undefined;
    };
}
export interface ToolWithSchema {
    readonly name: string;
    readonly inputSchema: unknown;
}
export declare function allowNames<const Name extends string>(names: readonly Name[]): (value: unknown) => InputCheck<Name, 'not_listed'>;
export declare function assertSecret(name: string, value: string | undefined, options?: SecretOptions): string;
export declare function checkArguments(tools: readonly ToolWithSchema[], compileSchema: CompileSchema): (name: string, args: unknown) => ArgumentRefusal | undefined;
export declare function checkIdentifier(value: unknown, maxLength?: number): InputCheck<string, 'identifier'>;
export declare function checkPath(path: unknown, rules?: PathRules): InputCheck<readonly string[], PathProblem>;
export declare function compileWithSdk(validator: SdkSchemaValidator): CompileSchema;
export declare function findSecretProblem(text: string | undefined, { minLength }?: SecretOptions): SecretProblem | undefined;
export declare function parseInput<Output>(schema: StandardSchema<Output>, value: unknown): Promise<Output>;
export declare function readResourceUri(uri: unknown, rules: ResourceUriRules): ResourceUri;
export declare function resourceNotFound(): RpcError;
export declare function strictKeys<Output>(schema: StandardSchema<Output>): StandardSchema<Output>;
