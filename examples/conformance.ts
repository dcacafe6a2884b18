// The SDK under the conformance kit: does what the lines on its stdin say, and says on its stdout what has happened
// (docs/protocol/conformance.md).
//
//     npm run conformance -- --client "node examples/conformance.ts"
import { createInterface } from 'node:readline';
import { type CallError, type Client, createClient } from '../client/sdk/node.ts';

interface Instruction {
  readonly do: 'connect' | 'send' | 'quit';
  readonly gate: string;
  readonly name: string;
  readonly password: string;
  readonly to: string;
  readonly text: string;
}

let client: Client | undefined;

function say(event: string, fields: object = {}): void {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
}

function connect({ gate, name, password }: Instruction): void {
  client = createClient({ gates: [gate], device: { program: 'conformance' } });
  client.on('message', ({ text, seq }) => say('message', { text, seq }));
  client.on('closed', ({ reason }) => say('closed', { reason }));
  client.logIn(name, password).then(
    () => say('loggedIn'),
    ({ code }: CallError) => say('refused', { reason: code }),
  );
}

function send({ to, text }: Instruction): void {
  client?.send(to, text).then(
    ({ seq }) => say('sent', { text, seq }),
    ({ code }: CallError) => say('failed', { text, reason: code }),
  );
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const instruction = JSON.parse(line) as Instruction;
    if (instruction.do === 'connect') connect(instruction);
    else if (instruction.do === 'send') send(instruction);
    else if (instruction.do === 'quit') process.exit();
  })
  .on('close', () => process.exit());
