// @sallyport/core/spotlight
export interface ContentMap {
    text(text: string): string;
    leaf(text: string): string;
    key(key: string): string;
}
export type SpotlightMode = 'delimit' | 'datamark' | 'encode';
export interface SpotlightOptions {
    readonly mode?: SpotlightMode;
    readonly leaves?: 'all' | 'prose';
    readonly like?: Spotlighted<unknown>;
}
export interface Spotlighted<Content> {
    readonly content: Content;
    readonly tag: string;
    readonly mode: SpotlightMode;
    readonly leaves: 'all' | 'prose';
}
export declare function mapContent(content: unknown, map: ContentMap): unknown;
export declare function mapJson(value: unknown, map: Pick<ContentMap, 'leaf' | 'key'>): unknown;
export declare function reveal<Content>({ content, tag }: Pick<Spotlighted<Content>, 'content' | 'tag'>): Content;
export declare function spotlight<Content>(content: Content, options?: SpotlightOptions, runtime?: Pick<Runtime, 'randomBytes'>): Spotlighted<Content>;
export declare function spotlightPreamble(mode?: SpotlightMode): string;
