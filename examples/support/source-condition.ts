const CONDITION = 'sallyport:source'

/** In this repository packages can be run from their sources; then what we start or bundle shall be, too. */
export const sourceConditions: readonly string[] = process.execArgv.some((argument) => argument.endsWith(CONDITION))
  ? [CONDITION]
  : []
