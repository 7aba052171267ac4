// @sallyport/core/clients
export interface BasicCredentials {
    readonly clientId: string;
    readonly secret: string;
}
export interface Client {
    readonly client_id: string;
    readonly client_name: string | undefined;
    readonly client_uri: string | undefined;
    readonly redirect_uris: readonly string[];
    readonly grant_types: readonly string[];
    readonly token_endpoint_auth_method: ClientAuthMethod;
    readonly scope: string | undefined;
    readonly application_type: 'web' | 'native' | undefined;
    readonly trusted: boolean;
    readonly consent: 'required' | 'not_required';
}
export type ClientAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post';
export interface Clients {
    find(clientId: string): Promise<Client | undefined>;
    register(metadata: unknown, context: {
        readonly requestId: string;
        readonly address: string | undefined;
    }): Promise<RegisteredClient>;
    authenticate(presented: PresentedClient): Promise<Client>;
    touch(clientId: string): Promise<void>;
}
export interface ClientsOptions {
    readonly records: Pick<RecordStore, 'get' | 'putIfAbsent' | 'compareAndSwap'>;
    readonly operatorClients?: readonly OperatorClient[];
    readonly registration?: RegistrationOptions;
    readonly unusedLifetimeMs?: number;
    readonly idleLifetimeMs?: number;
}
export interface OperatorClient {
    readonly client_id: string;
    readonly client_secret?: string;
    readonly client_secret_sha256?: string;
    readonly client_name?: string;
    readonly client_uri?: string;
    readonly redirect_uris: readonly string[];
    readonly grant_types?: readonly ('authorization_code' | 'refresh_token')[];
    readonly token_endpoint_auth_method?: ClientAuthMethod;
    readonly scope?: string;
    readonly application_type?: 'web' | 'native';
    readonly consent?: 'required' | 'not_required';
}
export interface PresentedClient {
    readonly authorization: readonly string[];
    readonly form: ReadonlyMap<string, string>;
}
export interface RegisteredClient {
    readonly client: Client;
    readonly response: Readonly<Record<string, unknown>>;
}
export interface RegistrationOptions {
    readonly dynamic?: boolean;
    readonly privateUseSchemes?: readonly string[];
    readonly enforceApplicationType?: boolean;
    readonly maxRedirectUris?: number;
    readonly maxMetadataBytes?: number;
    readonly secretLifetimeMs?: number;
}
export type SuspiciousPattern = 'brand_name' | 'invisible_characters' | 'mixed_scripts' | 'many_redirect_hosts' | 'odd_redirect_host' | 'address_in_name' | 'foreign_client_uri';
export declare function createClients(options: ClientsOptions, audit: Auditor, runtime?: Runtime): Clients;
export declare function readBasicCredentials(lines: readonly string[]): BasicCredentials | undefined;
