/** Promises of the public types. Never run: `npm test -- --only types` compiles them. */
import type { OAuthTokenVerifier } from '@modelcontextprotocol/sdk/server/auth/provider.js'
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'
import { expectTypeOf } from 'vitest'
import type { Sallyport } from '../src/index.js'
import type { AuditEvent, AuditInput } from '../src/audit/index.js'
import type { Admitted, Allowed, Gate, Refused, SdkAuthInfo } from '../src/compositions/resource-server/index.js'
import {
  isSecurityError,
  type OAuthErrorCode,
  type SecurityError,
  type SecurityErrorCode,
} from '../src/errors/index.js'
import type { PutResult, Store, StoredRecord } from '../src/store/index.js'

// What the SDK takes, it can be given.
expectTypeOf<SdkAuthInfo>().toExtend<AuthInfo>()
expectTypeOf<Sallyport['verifier']>().toExtend<OAuthTokenVerifier>()

// A gate may answer at once; what it lets through cannot be mistaken for what it refuses.
expectTypeOf<Awaited<ReturnType<Gate['admit']>>>().toEqualTypeOf<Admitted | Refused>()
expectTypeOf<Awaited<ReturnType<Gate['authorize']>>>().toEqualTypeOf<Allowed | Refused>()
expectTypeOf<Extract<Admitted | Refused, { allowed: false }>>().toEqualTypeOf<Refused>()
expectTypeOf<Refused>().not.toHaveProperty('principal')

// A loser of a race learns the winner's record, a winner has nothing to learn.
expectTypeOf<Extract<PutResult, { inserted: false }>['existing']>().toEqualTypeOf<StoredRecord>()
expectTypeOf<Extract<PutResult, { inserted: true }>>().not.toHaveProperty('existing')
expectTypeOf<Store>().not.toHaveProperty('get')

// Errors are told apart by code, and codes are closed unions.
expectTypeOf(isSecurityError).guards.toEqualTypeOf<SecurityError>()
expectTypeOf<string>().not.toExtend<SecurityErrorCode>()
expectTypeOf<string>().not.toExtend<OAuthErrorCode>()

// An event is its input with a time; each kind has its own fields, and none takes a credential.
expectTypeOf<AuditEvent>().toExtend<AuditInput & { readonly at: string }>()
expectTypeOf<{ kind: 'limit.exceeded'; outcome: 'refused' }>().not.toExtend<AuditInput>()
expectTypeOf<AuditInput>().not.toHaveProperty('token')
