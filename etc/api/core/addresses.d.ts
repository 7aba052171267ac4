// @sallyport/core/addresses
export type AddressKind = 'public' | 'loopback' | 'private' | 'reserved' | 'metadata';
export interface AddressRules {
    host(hostname: string): AddressVerdict | undefined;
    address(hostname: string, address: string): AddressVerdict | undefined;
}
export interface AddressRulesOptions {
    readonly allowPrivate?: readonly string[] | undefined;
    readonly privateNetworks?: boolean | undefined;
    readonly loopback?: 'never' | 'named' | 'any' | undefined;
    readonly option?: string | undefined;
}
export interface AddressVerdict {
    readonly kind: AddressKind;
    readonly name: string;
    readonly range?: string;
}
export declare function addressRules(options?: AddressRulesOptions): AddressRules;
export declare function addressVerdict(address: string): AddressVerdict;
export declare function hostVerdict(hostname: string): AddressVerdict;
export declare function isAddress(hostname: string): boolean;
export declare function isHostPattern(text: string): boolean;
export declare function matchesHost(hostname: string, pattern: string): boolean;
export declare function verdictOf(address: Address): AddressVerdict;
// not exported, but part of the signatures above
export type Address = ipaddr.IPv4 | ipaddr.IPv6;
