import type { Family } from '../types.js'
import { flow } from './flow.js'

/** All tables, in the order in which a host is taken through them. */
export const families: readonly Family[] = [flow]
