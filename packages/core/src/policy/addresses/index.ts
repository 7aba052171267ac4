/**
 * What an address is for: the special-use ranges of IPv4 and IPv6, IPv4 addresses hidden inside IPv6 ones, the metadata
 * services of clouds, and names that only mean something inside a network. Stops requests of this server to itself and
 * to its neighbours that a stranger asked for (SSRF).
 *
 * Source: RFC 6890 with the IANA special-purpose registries, RFC 4291 §2.5.5, RFC 6052 and RFC 8215 (NAT64), RFC 3056
 * (6to4), RFC 4380 (Teredo), RFC 5214 (ISATAP), RFC 6761; requirements UR-02, UR-04, UR-05, UR-13, F-71.
 * Layer: policy. Pure; imports `errors`. Parsing is done by `ipaddr.js` and the URL parser of the platform.
 *
 * @module
 */
export * from './address.js'
export * from './host.js'
export * from './rules.js'
