// How a client sends and shows messages, and what it does when a connection is closed.
import { im } from '../../proto/rpc.ts';
import type { ConformanceScenario, Stage } from './scenario.ts';
import type { ReceivedCommand } from './scripted-gate.ts';

const { Kind } = im.Frame;

function idOf(command: ReceivedCommand | undefined): string {
  const { clientMessageId = new Uint8Array() } = (command?.request ?? {}) as Partial<im.SendMessageRequest>;
  return Buffer.from(clientMessageId).toString('hex');
}

function sendsOf({ gate }: Stage): { readonly text: string; readonly id: string; readonly at: number }[] {
  return gate.commandsOf('Logic.SendMessage').map(({ request, at }) => {
    const { text, clientMessageId } = request as im.SendMessageRequest;
    return { text, id: Buffer.from(clientMessageId).toString('hex'), at };
  });
}

const resend: ConformanceScenario = {
  name: 'a lost connection while messages wait for their replies',
  rules: ['R13', 'R16'],
  async run(stage) {
    const { gate, client } = stage;
    await stage.connect('R13');
    // The first one is stored, and its reply is lost.
    gate.hook = ({ rpc, request }) => {
      if (rpc === 'Logic.SendMessage') gate.store.reply(rpc, request);
      return rpc === 'Logic.SendMessage';
    };
    for (const text of ['a', 'b', 'c']) stage.send(text);
    await stage.expect('R13', 'send a message', () => sendsOf(stage).length > 0);
    const first = sendsOf(stage);
    const syncs = gate.commandsOf('Logic.Sync').length;
    gate.hook = () => false;
    gate.last.drop();
    const isSent = (): boolean => client.eventsOf('sent').length === 3;
    await stage.expect('R13', 'send all messages after the next log-in', isSent);
    const again = sendsOf(stage).slice(first.length);
    stage.check('R13', again.map(({ text }) => text).join() === 'a,b,c', `sent again: ${again.map(({ text }) => text).join()}`);
    const kept = first.every(({ text, id }) => again.some((one) => one.text === text && one.id === id));
    stage.check('R13', kept, 'gave a message another client_message_id');
    await stage.expect('R16', 'sync after the resume', () => gate.commandsOf('Logic.Sync').length > syncs);
  },
};

const failures: ConformanceScenario = {
  name: 'failures of a message',
  rules: ['R14', 'R15'],
  async run(stage) {
    const { gate, client } = stage;
    await stage.connect('R14');
    const retryAfterMs = 700;
    const refused: ReceivedCommand[] = [];
    // A gate refuses the messages that follow as well, until the first one comes again.
    gate.hook = (command, connection) => {
      if (command.rpc !== 'Logic.SendMessage') return false;
      if (refused.length > 0 && idOf(command) === idOf(refused[0])) {
        gate.hook = () => false;
        return false;
      }
      refused.push(command);
      connection.fail(command, { code: im.Code.BUSY, message: 'busy', retry: im.Retry.RESEND, retryAfterMs });
      return true;
    };
    for (const text of ['a', 'b']) stage.send(text);
    await stage.expect('R14', 'send both messages', () => client.eventsOf('sent').length === 2);
    const [first] = refused;
    const repeated = gate
      .commandsOf('Logic.SendMessage')
      .slice(1)
      .find((command) => idOf(command) === idOf(first));
    const waitedMs = (repeated?.at ?? 0) - (first?.at ?? 0);
    stage.check('R14', repeated !== undefined, 'gave the message another client_message_id');
    stage.check('R14', waitedMs >= retryAfterMs - 20, `waited ${Math.round(waitedMs)} ms of ${retryAfterMs}`);
    const isEarly = refused.some(({ at }) => at - (first?.at ?? 0) > retryAfterMs / 2);
    stage.check('R14', !isEarly, 'sent a new message while an earlier one had to be repeated');
    const order = client.eventsOf('sent').toSorted((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
    stage.check('R14', order.map(({ text }) => text).join() === 'a,b', 'let a later message overtake the one to repeat');

    gate.hook = (command, connection) => {
      if (command.rpc !== 'Logic.SendMessage' || (command.request as im.SendMessageRequest).text !== 'bad') return false;
      connection.fail(command, { code: im.Code.BLOCKED, message: 'blocked', retry: im.Retry.NEVER });
      return true;
    };
    for (const text of ['bad', 'good']) stage.send(text);
    await stage.expect('R15', 'say {"event":"failed"} for a refused message', () => client.eventsOf('failed').length === 1);
    await stage.expect('R15', 'go on after a refused message', () => client.eventsOf('sent').some(({ text }) => text === 'good'));
    const isRepeated = (): boolean => sendsOf(stage).filter(({ text }) => text === 'bad').length > 1;
    await stage.watch('R15', 'sent a refused message again', 1000, isRepeated);
  },
};

const gaps: ConformanceScenario = {
  name: 'repeated, late and missing messages',
  rules: ['R16', 'R17', 'R18'],
  async run(stage) {
    const { gate } = stage;
    const shows = (count: number) => (): boolean => stage.shown.length >= count;
    await stage.connect('R17');
    // A client may show only what is stored after its first sync.
    await stage.expect('R16', 'sync after the log-in', () => gate.commandsOf('Logic.Sync').length > 0);
    const first = gate.store.add('0');
    for (const message of [first, first, gate.store.add('1'), first]) gate.last.push({ messageStored: message });
    await stage.expect('R17', 'show messages', shows(2));
    stage.check('R17', stage.shown.join() === '0,1', `showed ${stage.shown.join()} of 0,1`);
    const isSynced = (): boolean => gate.commandsOf('Logic.Sync').length > 1;
    await stage.expect('R16', 'sync when a push named a conversation that it did not know', isSynced);
    const missing = gate.store.add('2');
    gate.last.push({ messageStored: gate.store.add('3') });
    await stage.expect('R18', 'pull the missing message', shows(4));
    gate.store.addDeleted();
    gate.last.push({ messageStored: gate.store.add('5') });
    await stage.expect('R18', 'pass a deleted message', shows(5));
    for (const message of [first, missing]) gate.last.push({ messageStored: message });
    gate.store.add('6');
    gate.last.send({ kind: Kind.RESYNC });
    await stage.expect('R16', 'sync on RESYNC, and pull the lost last message', shows(6));
    gate.store.add('7');
    gate.last.drop();
    await stage.expect('R16', 'pull what was lost while it was away', shows(7));
    stage.check('R17', new Set(stage.shown).size === stage.shown.length, `showed ${stage.shown.join()}`);
    stage.check('R18', stage.shown.join() === '0,1,2,3,5,6,7', `showed ${stage.shown.join()}`);
  },
};

const closes: ConformanceScenario = {
  name: 'CLOSE with reconnect',
  rules: ['R19', 'R21'],
  async run(stage) {
    const { gate } = stage;
    await stage.connect('R19');
    const pauseMs = 900;
    const closeAndReturn = async (rule: string, reason: number): Promise<void> => {
      const before = gate.connections.length;
      const from = performance.now();
      gate.last.close({ reason, message: 'closed by the script', reconnect: true, reconnectAfterMs: pauseMs });
      await stage.expect(
        rule,
        `reconnect after reason ${reason}`,
        () => gate.connections.length > before && gate.last.isLoggedIn,
      );
      const tookMs = (gate.connections[before]?.openedAt ?? 0) - from;
      stage.check(rule, tookMs >= pauseMs - 20, `came back after ${Math.round(tookMs)} ms, not after ${pauseMs}`);
    };
    await closeAndReturn('R19', im.CloseReason.GATE_STOPPING);
    await closeAndReturn('R19', im.CloseReason.IDLE_TIMEOUT);
    await closeAndReturn('R21', 250);
  },
};

/** A client stays away after a CLOSE with this reason. */
function staysAway(rule: string, reason: number, name: string): ConformanceScenario {
  return {
    name: `CLOSE without reconnect: ${name}`,
    rules: [rule],
    async run(stage) {
      const { gate, client } = stage;
      await stage.connect(rule);
      gate.last.close({ reason, message: 'closed by the script', reconnect: false });
      await stage.expect(rule, 'say {"event":"closed"}', () => client.eventsOf('closed').length > 0);
      await stage.watch(rule, `reconnected after ${name}`, 1500, () => gate.connections.length > 1);
    },
  };
}

export const MESSAGE_SCENARIOS: readonly ConformanceScenario[] = [
  resend,
  failures,
  gaps,
  closes,
  staysAway('R20', im.CloseReason.SESSION_REPLACED, 'SESSION_REPLACED'),
  staysAway('R20', im.CloseReason.BAD_FRAME, 'BAD_FRAME'),
  staysAway('R21', 251, 'a reason that it does not know'),
];
