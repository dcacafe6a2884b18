// What users do: one function for each rpc of Logic.
import type { Command } from '../infra/ports.ts';
import type { Handlers, im } from '../proto/contract.ts';
import { listConversations, pullMessages } from './history.ts';
import { sendMessage } from './messages.ts';
import { findUser } from './people.ts';
import type { LogicStored } from './ports.ts';

export interface LogicSettings {
  /** The longest text of a message, in bytes of UTF-8. */
  readonly maxTextBytes: number;
}

export function logicHandlers(settings: LogicSettings): Handlers<im.Logic, Command<LogicStored>> {
  return {
    sendMessage: sendMessage(settings),
    listConversations,
    pullMessages,
    findUser,
  };
}
