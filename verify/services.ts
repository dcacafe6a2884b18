// What the command handlers of verify share.
import type { Command } from '../infra/ports/index.ts';

/** Neither service has tables: both keep their state in the CodeStore. */
export type VerifyCommand = Command<undefined>;
