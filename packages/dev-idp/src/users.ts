import type { DevUser } from './options.js'

export const DEFAULT_USERS: readonly DevUser[] = [
  { name: 'alice' },
  { name: 'bob' },
  { name: 'carol', roles: ['admin'] },
]

export interface Account {
  readonly accountId: string
  claims(): Promise<Readonly<Record<string, unknown>>>
}

/** Everybody who can log in. */
export interface Directory {
  readonly names: readonly string[]
  isDisabled(name: string): boolean
  /** `undefined` for strangers and for disabled people. */
  find(name: string): Account | undefined
  setDisabled(name: string, disabled: boolean): void
}

export function createDirectory(users: readonly DevUser[]): Directory {
  const byName = new Map(users.map((user) => [user.name, user]))
  const disabled = new Set<string>()
  return {
    names: [...byName.keys()],
    isDisabled: (name) => disabled.has(name),
    find(name) {
      const user = byName.get(name)
      if (user === undefined || disabled.has(name)) return undefined
      return { accountId: name, claims: () => Promise.resolve(claimsOf(user)) }
    },
    setDisabled(name, value) {
      if (!byName.has(name)) throw new TypeError(`There is no user "${name}"; known: ${[...byName.keys()].join(', ')}.`)
      if (value) disabled.add(name)
      else disabled.delete(name)
    },
  }
}

function claimsOf({ name, displayName, email, roles }: DevUser): Readonly<Record<string, unknown>> {
  return {
    sub: name,
    name: displayName ?? name.charAt(0).toUpperCase() + name.slice(1),
    preferred_username: name,
    email: email ?? `${name}@example.test`,
    email_verified: true,
    roles: roles ?? [],
  }
}
