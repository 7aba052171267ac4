// @sallyport/guards/json-schema
export type SchemaError = InputError;
export interface SchemaLimits {
    readonly maxDepth?: number;
    readonly maxSubschemas?: number;
    readonly maxSteps?: number;
    readonly maxProblems?: number;
}
export declare function createSchemaCompiler(limits?: SchemaLimits): CompileSchema;
