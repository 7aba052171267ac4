/**
 * Untrusted text that a model can tell from its instructions: delimiters with a random tag, datamarking, encoding.
 *
 * Makes indirect prompt injection harder: text of web pages, mails and files that poses as instructions, and content that
 * claims to end early so that the rest passes for the host's words.
 * Source: Hines et al. 2024, "Defending Against Indirect Prompt Injection Attacks With Spotlighting" (arXiv 2403.14720),
 * sections 4.1 to 4.3; F-60. Pure but for the random bytes of a tag. Layer policy: may import `errors` and `foundation` only.
 * Not covered: a model that acts on marked text all the same. Spotlighting lowers the odds, it is no boundary.
 *
 * @module
 */
export { mapContent, mapJson, type ContentMap } from './map-content.js'
export { spotlightPreamble } from './preamble.js'
export { reveal, spotlight } from './spotlight.js'
export type * from './types.js'
