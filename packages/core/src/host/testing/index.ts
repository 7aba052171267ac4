export * from './fake-runtime.js'
export type { StoreCheck, StoreFactory, StoreFixture, StoreFixtureOptions } from './contract-check.js'
export * from './store-contract.js'
