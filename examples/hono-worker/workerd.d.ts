/** The package has no declarations. It is CommonJS: what Node calls its default is the whole of it. */
declare module 'workerd' {
  const workerd: { readonly default: string; readonly compatibilityDate: string }
  export { workerd as default }
}
