// Fields that several operations share.
import { anyText, boolean, integer, list, number, object, text } from './schema.ts';

export { anyText };

/** A name, an e-mail address or a user id. */
export const account = text({ max: 254, description: 'A name, an e-mail address or a user id.' });
export const id = text({ min: 22, max: 22, pattern: /^[A-Za-z0-9_-]+$/ });
/** A value of IM_INSTANCE. */
export const instance = text({ max: 64, pattern: /^[A-Za-z0-9_.-]+$/ });
/** Of an instance. */
export const role = text({ max: 32, pattern: /^[a-z]+$/, description: 'Of the instance, such as gate.' });
export const level = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export const limit = integer(1, 500);

export const done = object({ done: boolean });
export const sessionsEnded = object({ userId: anyText, sessionsEnded: number });
export const instances = object({ instances: list(anyText) });
