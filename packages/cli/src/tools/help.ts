const EXIT_CODES = `
Exit codes: 0 fine, 1 found something, 2 wrong usage, 3 something could not be read or written. Errors go to standard
error, with what to do.`

export const examples = (lines: readonly string[]): string => `
Examples:
${lines.map((line) => `  $ sallyport tools ${line}`).join('\n')}
${EXIT_CODES}`
