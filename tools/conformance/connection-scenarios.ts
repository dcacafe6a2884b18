// How a client opens, keeps and loses connections.
import { withLengthPrefix } from '../../proto/framing.ts';
import { im } from '../../proto/rpc.ts';
import type { ConformanceScenario, Stage } from './scenario.ts';
import type { ScriptedConnection } from './scripted-gate.ts';

const { Kind } = im.Frame;
/** How late a client may be: it may share its machine with much else. */
const SLACK_MS = 2500;
/** The tag of Push.message_stored. */
const MESSAGE_STORED = [0x0a];

/** Field 1000 of any message, which the contract does not have: a text of so many bytes. */
function unknownField(bytes: number): Buffer {
  return field([0xc2, 0x3e], Buffer.alloc(bytes, 'x'));
}

function field(tag: readonly number[], content: Buffer): Buffer {
  const header = [...tag];
  for (let rest = content.length; ; rest >>>= 7) {
    header.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from(header), content]);
}

function withUnknownField(message: Uint8Array): Buffer {
  return Buffer.concat([message, unknownField(3)]);
}

/** HELLO with fields that no client knows, byte by byte. */
function greetSlowly(connection: ScriptedConnection, { gate }: Stage): void {
  const hello = withUnknownField(im.Hello.encode(gate.hello).finish());
  const frame = withLengthPrefix(withUnknownField(im.Frame.encode({ kind: Kind.HELLO, payload: hello }).finish()));
  for (const byte of frame) connection.write(Buffer.from([byte]));
}

const opening: ConformanceScenario = {
  name: 'opening, framing and what is unknown',
  rules: ['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R16'],
  async run(stage) {
    const { gate, client } = stage;
    gate.greet = (connection) => greetSlowly(connection, stage);
    let isHeld = true;
    gate.hook = ({ rpc }) => rpc === 'Auth.LogIn' && isHeld;
    client.instruct({ do: 'connect', gate: gate.url, name: 'conformance', password: 'correct horse' });
    await stage.expect('R1', 'log in after a HELLO in pieces', () => gate.commandsOf('Auth.LogIn').length > 0);
    stage.check('R4', gate.last.clientHello !== undefined, 'sent no HELLO with its protocol version');
    const tooEarly = (): boolean => gate.last.commands.some(({ rpc }) => !rpc.startsWith('Auth.'));
    await stage.watch('R5', 'called a USER rpc before LoggedIn had arrived', 500, tooEarly);
    isHeld = false;
    sendUnknown(gate.last, stage);
    for (const command of gate.commandsOf('Auth.LogIn')) gate.last.answer(command);
    const isLoggedIn = (): boolean => client.eventsOf('loggedIn').length > 0;
    await stage.expect('R3', 'log in after frames that it does not know', isLoggedIn);
    await stage.expect('R16', 'sync after the log-in', () => gate.commandsOf('Logic.Sync').length > 0);

    const message = withUnknownField(im.Message.encode(gate.store.add('hello')).finish());
    gate.last.send({ kind: Kind.PUSH, payload: withUnknownField(field(MESSAGE_STORED, message)) });
    await stage.expect('R3', 'show a message with fields that it does not know', () => stage.shown.includes('hello'));
    const large = Buffer.concat([im.Frame.encode({ kind: Kind.PUSH }).finish(), unknownField(15 * 1024 * 1024)]);
    gate.last.write(withLengthPrefix(large));
    gate.last.push({ messageStored: gate.store.add('after a large frame') });
    await stage.expect('R2', 'read on after a frame of 15 MiB', () => stage.shown.includes('after a large frame'));

    stage.send('one');
    await stage.expect('R7', 'say that a message is stored', () => client.eventsOf('sent').length === 1);
    const [sent] = gate.commandsOf('Logic.SendMessage');
    if (sent) for (const requestId of [sent.requestId, 4_000_000_000]) gate.last.answer({ ...sent, requestId });
    stage.send('two');
    await stage.expect('R7', 'go on after repeated replies', () => client.eventsOf('sent').some(({ text }) => text === 'two'));
    stage.check('R7', client.eventsOf('sent').length === 2, 'took a repeated reply for another one');
    stage.check('R7', gate.connections.length === 1, 'ended the connection for a repeated reply');
    stage.check('R6', gate.last.commands.length > 0, 'sent no command');
  },
};

function sendUnknown(connection: ScriptedConnection, { gate }: Stage): void {
  connection.send(
    { kind: 99 as im.Frame.Kind, payload: Buffer.from('?') },
    { kind: Kind.PUSH, payload: unknownField(5), pushId: 'p1' },
    { kind: Kind.PUSH },
    { kind: Kind.REPLY, rpc: 9999, requestId: 77_777 },
    { kind: Kind.PUSH, payload: im.Push.encode({ notice: { text: gate.hello.gateInstance ?? '' } }).finish(), pushId: 'p2' },
  );
}

const heartbeat: ConformanceScenario = {
  name: 'heartbeat',
  rules: ['R8', 'R9'],
  async run(stage) {
    const { gate } = stage;
    await stage.connect('R8');
    const intervalMs = gate.hello.heartbeatIntervalMs ?? 0;
    const isSilent = (): boolean => performance.now() - gate.last.lastFrameAt > intervalMs + SLACK_MS;
    await stage.watch('R8', `sent nothing for ${intervalMs + SLACK_MS} ms`, 5 * intervalMs, isSilent);
    const { longestSilenceMs } = gate.last;
    stage.check('R8', longestSilenceMs <= intervalMs + SLACK_MS, `was silent for ${Math.round(longestSilenceMs)} ms`);
    stage.check('R8', gate.connections.length === 1, 'ended a connection that was alive');
    const silentFrom = performance.now();
    gate.answersPings = false;
    gate.hook = () => true;
    await stage.expect('R9', 'replace a connection whose gate is silent', () => gate.connections.length > 1);
    const afterMs = gate.last.openedAt - silentFrom;
    const limitMs = 2 * intervalMs + 5000 + SLACK_MS;
    stage.check('R9', afterMs <= limitMs, `replaced a silent connection only after ${Math.round(afterMs)} ms`);
    stage.check('R9', afterMs >= 5000, `replaced a connection after ${Math.round(afterMs)} ms: a slow one is not dead`);
  },
};

const logIn: ConformanceScenario = {
  name: 'log-in and resume',
  rules: ['R10', 'R11', 'R12', 'R22'],
  async run(stage) {
    const { gate, client } = stage;
    gate.hook = ({ rpc }, connection) => {
      const isFirst = rpc === 'Auth.LogIn' && gate.commandsOf('Auth.LogIn').length === 1;
      if (isFirst) connection.drop();
      return isFirst;
    };
    await stage.connect('R10');
    const ids = gate.commandsOf('Auth.LogIn').map(({ request }) => toHex((request as im.LogInRequest).clientRequestId));
    stage.check('R10', ids.length === 2 && ids[0] === ids[1], 'chose another client_request_id for the same log-in');
    stage.check('R10', ids[0]?.length === 32, 'sent a client_request_id that has not 16 bytes');

    gate.last.drop();
    await stage.expect('R11', 'resume on a new connection', () => gate.commandsOf('Auth.Resume').length === 1);
    const tokens = gate.commandsOf('Auth.Resume').map(({ request }) => (request as im.ResumeRequest).token);
    stage.check('R11', tokens[0] === gate.store.token, 'resumed with another token');
    stage.check('R11', gate.commandsOf('Auth.LogIn').length === 2, 'asked for the password again');
    const hellos = gate.connections.map(({ clientHello }) => clientHello);
    const instances = new Set(hellos.map((hello) => toHex(hello?.clientInstanceId ?? new Uint8Array())));
    stage.check('R12', instances.size === 1 && ![...instances].includes(''), 'has not one client_instance_id');
    const attempts = hellos.map((hello) => hello?.connectionAttempt ?? 0);
    const rises = attempts.every((attempt, index) => index === 0 || attempt > (attempts[index - 1] ?? 0));
    stage.check('R12', rises, `sent connection_attempt ${attempts.join(', ')}`);

    gate.hook = (command, connection) => {
      if (command.rpc !== 'Auth.Resume') return false;
      connection.fail(command, { code: im.Code.BAD_TOKEN, message: 'the session has ended', retry: im.Retry.NEVER });
      return true;
    };
    gate.last.drop();
    await stage.expect('R22', 'resume once more', () => gate.commandsOf('Auth.Resume').length === 2);
    const knows = (): boolean => client.eventsOf('closed').length > 0 || gate.commandsOf('Auth.LogIn').length > 2;
    await stage.expect('R22', 'log in again, or say {"event":"closed"}, after BAD_TOKEN', knows);
    const isUsedAgain = (): boolean => gate.commandsOf('Auth.Resume').length > 2;
    await stage.watch('R22', 'used the token of an ended session again', 1500, isUsedAgain);
  },
};

const backOff: ConformanceScenario = {
  name: 'connections that fail',
  rules: ['R23'],
  async run(stage) {
    const { gate } = stage;
    await stage.connect('R23');
    gate.greet = (connection) => connection.drop();
    const from = performance.now();
    gate.last.drop();
    await stage.expect('R23', 'try again five times', () => gate.connections.length >= 6);
    // 0.25 s, doubled each time, at least half of it: the fifth attempt is not before 3.8 s.
    const tookMs = gate.last.openedAt - from;
    stage.check('R23', tookMs >= 3000, `tried five times within ${Math.round(tookMs)} ms`);
    gate.greet = (connection) => connection.send(gate.helloFrame());
    await stage.expect('R23', 'come back when the gate does', () => gate.last.isLoggedIn);
  },
};

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export const CONNECTION_SCENARIOS: readonly ConformanceScenario[] = [opening, heartbeat, logIn, backOff];
