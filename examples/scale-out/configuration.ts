/** What `start.ts` tells each process; in production the environment of the unit or the container. */
export interface Configuration {
  /** Where this process listens. */
  readonly port: number
  /** Where clients find all of them: the proxy. */
  readonly origin: string
  readonly redisUrl: string
  readonly keysFile: string
  readonly provider: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string }
}

export const toEnvironment = (configuration: Configuration) => ({ SCALE_OUT: JSON.stringify(configuration) })

export function configuration(): Configuration {
  const text = process.env['SCALE_OUT']
  if (text === undefined) throw new Error('server.ts is started by start.ts.')
  return JSON.parse(text) as Configuration
}
