// @sallyport/guards/paths
export interface ConfineOptions {
    readonly write?: boolean;
    readonly maxBytes?: number;
    readonly maxEntries?: number;
    readonly links?: 'inside' | 'refuse';
    readonly hardLinks?: boolean;
    readonly dotFiles?: boolean;
    readonly platform?: 'every' | 'posix' | 'windows';
    readonly unsafelyWriteByName?: boolean;
}
export interface ConfinedFolder {
    open(path: string): Promise<OpenFile>;
    readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
    readText(path: string): Promise<string>;
    writeFile(path: string, data: string | Uint8Array, settings?: {
        readonly overwrite?: boolean;
    }): Promise<void>;
    list(path: string): Promise<readonly FolderEntry[]>;
    stat(path: string): Promise<FileFacts>;
}
export interface FileFacts {
    readonly kind: 'file' | 'folder';
    readonly sizeBytes: number;
    readonly modifiedMs: number;
}
export interface FolderEntry {
    readonly name: string;
    readonly kind: 'file' | 'folder' | 'link';
}
export interface OpenFile extends FileFacts {
    readonly handle: FileHandle;
}
export declare function confine(roots: string | Readonly<Record<string, string>>, options?: ConfineOptions): ConfinedFolder;
