import type { Redis } from 'ioredis'

/** A person, as tokens name them: two issuers may use the same subject. */
export interface Person {
  readonly issuer: string
  readonly subject: string
}

export interface Notes {
  add(person: Person, text: string): Promise<number>
  list(person: Person): Promise<string[]>
}

/** Notes of each person, where every process finds them. */
export function openNotes(client: Redis): Notes {
  const keyOf = ({ issuer, subject }: Person) => `notes:${JSON.stringify([issuer, subject])}`
  return {
    add: (person, text) => client.rpush(keyOf(person), text),
    list: (person) => client.lrange(keyOf(person), 0, -1),
  }
}
