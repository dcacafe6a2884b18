// The smallest program on the SDK: an account that echoes every text it receives, in groups too. It accepts every invitation.
//
//     npm run example:echo -- --gate tcp://127.0.0.1:7000 --name echo --password 'correct horse battery'
//
// It receives only messages that are sent while it runs. A program that must not miss messages stores `client.cursor`,
// `client.unacknowledged` and the token of each 'token' event, and passes them to its next run, as
// client/terminal/state-file.ts does.
import { parseArgs } from 'node:util';
import { CallError, createClient } from '../client/sdk/node.ts';

const { values } = parseArgs({
  options: {
    gate: { type: 'string', default: 'tcp://127.0.0.1:7000' },
    name: { type: 'string', default: 'echo' },
    password: { type: 'string', default: 'correct horse battery' },
  },
});
const { gate, name, password } = values;

const client = createClient({ gates: [gate], device: { program: 'echo' } });

client.on('message', ({ own, kind, conversationId, text }) => {
  // Each message arrives once and in order, including own messages, changes and system messages.
  if (own || kind !== 'TEXT') return;
  client.send({ conversationId }, text).catch(({ message }: CallError) => process.stderr.write(`not sent: ${message}\n`));
});
client.on('push', ({ groupInvited }) => {
  const groupId = groupInvited?.group?.groupId;
  if (groupId) client.call.logic.answerGroupInvitation({ groupId, accept: true }).catch(() => undefined);
});
client.on('closed', ({ message }) => process.stdout.write(`${message}\n`));

try {
  await client.register({ name, password });
} catch (error) {
  if (!(error instanceof CallError && error.code === 'NAME_TAKEN')) throw error;
  await client.logIn(name, password);
}
process.stdout.write(`${name} listens\n`);
