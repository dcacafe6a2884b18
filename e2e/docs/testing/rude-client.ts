// A client program that breaks rules: the conformance kit must notice each of them.
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { FrameDecoder, withLengthPrefix } from '../../../proto/framing.ts';
import { im } from '../../../proto/rpc.ts';

const { Kind } = im.Frame;
const [LOG_IN, SEND_MESSAGE, SYNC] = [102, 201, 210];

let socket: Socket | undefined;
let isLoggedIn = false;
const unanswered: { to: string; text: string }[] = [];

function say(event: string, fields: object = {}): void {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
}

function write(frame: im.Frame.$Properties): void {
  socket?.write(withLengthPrefix(im.Frame.encode(frame).finish()));
}

function command(rpc: number, payload: Uint8Array, requestId: number): void {
  write({ kind: Kind.COMMAND, rpc, requestId, payload });
}

/** Each connection with the password and new ids, at once after the last one, whatever the gate has said. */
function open(gate: URL): void {
  socket = connect(Number(gate.port), gate.hostname);
  const sink = { onFrame: (bytes: Uint8Array) => handle(im.Frame.decode(Uint8Array.from(bytes))) };
  const decoder = new FrameDecoder(1024 * 1024);
  socket.on('data', (chunk: Buffer) => decoder.push(chunk, sink));
  socket.on('error', () => undefined);
  socket.on('close', () => setTimeout(() => open(gate), 20));
  const hello = im.ClientHello.encode({ protocolVersion: 1, clientInstanceId: randomBytes(16) }).finish();
  for (let i = 0; i < 2; i++) write({ kind: Kind.HELLO, payload: hello });
  command(LOG_IN, im.LogInRequest.encode({ clientRequestId: randomBytes(16), name: 'a', password: 'b' }).finish(), 0);
  command(SYNC, new Uint8Array(), 0);
}

function handle(frame: im.Frame): void {
  if (frame.kind === Kind.PUSH) showPush(im.Push.decode(frame.payload));
  if (frame.kind === Kind.CLOSE) say('closed');
  if (frame.kind !== Kind.REPLY) return;
  if (frame.rpc === LOG_IN && !isLoggedIn) say('loggedIn');
  if (frame.rpc === LOG_IN) isLoggedIn = true;
  if (frame.rpc === LOG_IN) for (const { to, text } of unanswered) send(to, text);
  if (frame.rpc !== SEND_MESSAGE) return;
  // What was refused is sent again, whether that may succeed or not.
  const message = unanswered.shift();
  if (frame.failure && message) unanswered.push(message);
  if (frame.failure && message) send(message.to, message.text);
  else say('sent', { text: message?.text, seq: im.SendMessageReply.decode(frame.payload).seq });
}

function showPush({ messageStored }: im.Push): void {
  // Every push is news, also one that repeats an earlier one, and a gap is none.
  command(SYNC, new Uint8Array(), 0);
  if (messageStored) say('message', { text: messageStored.text, seq: messageStored.seq });
}

function send(toUserId: string, text: string): void {
  command(SEND_MESSAGE, im.SendMessageRequest.encode({ clientMessageId: randomBytes(16), toUserId, text }).finish(), 1);
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const instruction = JSON.parse(line) as { do: string; gate: string; to: string; text: string };
    if (instruction.do === 'connect') open(new URL(instruction.gate));
    if (instruction.do === 'send') unanswered.push(instruction);
    if (instruction.do === 'send') send(instruction.to, instruction.text);
  })
  .on('close', () => process.exit());
