// @sallyport/guards/sql
export interface AllowedSql {
    readonly text: string;
    readonly tables: readonly string[];
    readonly parameters: number;
}
export type SqlDialect = 'postgres' | 'sqlite' | 'mysql';
export interface SqlRules {
    readonly dialect: SqlDialect;
    readonly tables?: readonly string[];
    readonly functions?: readonly string[];
    readonly literals?: 'all' | 'numbers' | 'none';
    readonly locks?: boolean;
    readonly recursive?: boolean;
    readonly maxLength?: number;
}
export declare function quoteIdentifier(name: unknown, { dialect, allowed }: {
    readonly dialect: SqlDialect;
    readonly allowed: readonly string[];
}): string;
export declare function readOnlySql(text: string, rules: SqlRules): Promise<AllowedSql>;
