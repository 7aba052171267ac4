export * from './fake-runtime.js'
