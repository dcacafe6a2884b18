// The smallest program on the SDK: an account that says back whatever is said to it, also in groups.
//
//     npm run example:echo -- --gate tcp://127.0.0.1:7000 --name echo --password 'correct horse battery'
//
// It begins with what is said from now on. A program that is to miss nothing while it is not running keeps `client.cursor`, `client.unacknowledged` and the token of each
// 'token' event, and gives them to the next run: client/terminal/state-file.ts does.
import { parseArgs } from 'node:util';
import { CallError, createClient } from '../client/sdk/index.ts';

const { values } = parseArgs({
  options: {
    gate: { type: 'string', default: 'tcp://127.0.0.1:7000' },
    name: { type: 'string', default: 'echo' },
    password: { type: 'string', default: 'correct horse battery' },
  },
});
const { gate, name, password } = values;

const client = createClient({ gates: [gate], device: { program: 'echo' } });

client.on('message', ({ own, kind, conversation, text }) => {
  // Each comes once and in order; one's own, edits, reactions and what happens in a group among them.
  if (own || kind !== 'TEXT') return;
  client.send({ conversation }, text).catch(({ message }: CallError) => process.stderr.write(`not sent: ${message}\n`));
});
client.on('closed', ({ message }) => process.stdout.write(`${message}\n`));

try {
  await client.register({ name, password });
} catch (error) {
  if (!(error instanceof CallError && error.code === 'NAME_TAKEN')) throw error;
  await client.logIn(name, password);
}
process.stdout.write(`${name} listens\n`);
