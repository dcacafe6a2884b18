// Sending a message: stored under the next seq of its conversation, acknowledged, pushed to everybody it concerns.
import type { Command } from '../infra/ports.ts';
import { type im, steps } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { messageIdOf } from '../proto/ids.ts';
import type { LogicSettings } from './handlers.ts';
import type { LogicStored, StoredMessage } from './ports.ts';

const CLIENT_MESSAGE_ID_BYTES = 16;

/** Idempotent by (conversation, sender, client_message_id): a resend finds the stored message, which is why its answer needs no outbox. */
export function sendMessage(settings: LogicSettings) {
  return steps({
    answersFromStore: true,
    handle: async (request: im.SendMessageRequest, command: Command<LogicStored>): Promise<im.SendMessageReply.$Properties> => {
      check(request, settings);
      const { caller, stored } = command;
      if (request.to !== caller.user && !(await stored.people.exists(request.to))) {
        throw new ImError('NO_SUCH_USER', 'nobody has the user id in "to"; Logic.FindUser finds the id of a name');
      }
      const { message, first } = await stored.messages.append({
        sender: caller.user,
        receiver: request.to,
        clientMessageId: request.clientMessageId,
        text: request.text,
        time: Date.now(),
      });
      if (message.text !== request.text)
        throw new ImError('ID_REUSED', 'this client_message_id belongs to another text; every message needs its own');
      if (first || command.again) tell(command, request.to, message);
      const { conversation, seq, clientMessageId, time } = message;
      return { clientMessageId, messageId: messageIdOf(conversation, seq), conversation, seq, time };
    },
  });
}

/** To every connection of both. The sending one has its reply, except in a conversation with oneself, where it is the receiver too. */
function tell(command: Command<LogicStored>, receiver: string, message: StoredMessage): void {
  const sender = command.caller.user;
  const messageStored = messageOf(message);
  const others = receiver === sender ? [] : [receiver];
  command.push([...others, sender], { messageStored }, { numbered: true, exceptCaller: others.length > 0 });
  command.happened(message.conversation, { id: messageStored.messageId, time: message.time, messageStored }, others);
}

function check(request: im.SendMessageRequest, settings: LogicSettings): void {
  if (request.clientMessageId.length !== CLIENT_MESSAGE_ID_BYTES) {
    throw new ImError('BAD_MESSAGE_ID', `client_message_id is 16 random bytes, not ${request.clientMessageId.length}`);
  }
  if (request.text === '') throw new ImError('TEXT_EMPTY', 'a message needs a text');
  const bytes = Buffer.byteLength(request.text);
  if (bytes > settings.maxTextBytes)
    throw new ImError('TEXT_TOO_LONG', `the text has ${bytes} bytes of UTF-8; ${settings.maxTextBytes} are allowed`);
}

/** A stored message as clients see it. */
export function messageOf(message: StoredMessage): im.Message.$Properties & { readonly messageId: string } {
  return { ...message, messageId: messageIdOf(message.conversation, message.seq) };
}
