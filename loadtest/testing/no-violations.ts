import type { Violations } from '../ledger/violations.ts';

export const NO_VIOLATIONS: Violations = {
  lost: 0,
  unverified: 0,
  duplicated: 0,
  outOfOrder: 0,
  misdelivered: 0,
  conflicts: 0,
  holes: 0,
};
