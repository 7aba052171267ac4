/**
 * For tests: a runtime whose clock stands still, and the contract that every store keeps.
 *
 * Stops: stores that lose a race, a record or an expiry unnoticed; tests that wait for a real clock.
 * Source: design decision "stores". Host: may import everything above it, needs no test runner.
 *
 * @module
 */
export * from './fake-runtime.js'
export type { StoreCheck, StoreFactory, StoreFixture, StoreFixtureOptions } from './contract-check.js'
export * from './store-contract.js'
