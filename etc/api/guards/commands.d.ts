// @sallyport/guards/commands
export type ArgumentRule = (value: unknown) => InputCheck<string>;
export interface Command {
    run(values?: Readonly<Record<string, unknown>>, settings?: RunSettings): Promise<CommandResult>;
}
export type CommandArgument = string | OptionArgument | OperandArgument;
export interface CommandOptions {
    readonly program: string;
    readonly args: readonly CommandArgument[];
    readonly env?: Readonly<Record<string, string>>;
    readonly passEnv?: readonly string[];
    readonly cwd?: string;
    readonly timeoutMs?: number;
    readonly maxOutputBytes?: number;
    readonly maxInputBytes?: number;
    readonly endOfOptions?: boolean;
    readonly unsafelyAllowInterpreter?: boolean;
}
export interface CommandResult {
    readonly ended: 'exit' | 'timeout' | 'output' | 'aborted';
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
}
export interface OperandArgument {
    readonly operand: string;
    readonly rule: ArgumentRule;
    readonly max?: number;
    readonly required?: boolean;
}
export interface OptionArgument {
    readonly option: string;
    readonly from: string;
    readonly rule: ArgumentRule;
    readonly joined?: boolean;
    readonly required?: boolean;
}
export interface RunSettings {
    readonly input?: string | Uint8Array;
    readonly signal?: AbortSignal;
}
export declare function createCommand(options: CommandOptions): Command;
export declare function integerArgument({ min, max }: {
    readonly min: number;
    readonly max: number;
}): ArgumentRule;
export declare function pathArgument(rules?: PathRules): ArgumentRule;
export declare function textArgument({ pattern, maxLength, hint, }?: {
    readonly pattern?: RegExp;
    readonly maxLength?: number;
    readonly hint?: string;
}): ArgumentRule;
