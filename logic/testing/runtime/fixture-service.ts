// For tests of the runtime: a service whose commands go in every way in which a command can go.
import { randomBytes } from 'node:crypto';
import protobuf from 'protobufjs';
import type { RpcClient, TypedRpc } from '../../../infra/messaging/rpc-client.ts';
import type { Command } from '../../../infra/ports/index.ts';
import { ImError } from '../../../proto/errors.ts';
import { partitionOf } from '../../../proto/partition.ts';
import { type Caller, im, rpcsByNumber } from '../../../proto/rpc.ts';
import type { LogicStore } from '../../ports/index.ts';

/** Of its topic. */
export const FIXTURE_PARTITIONS = 4;

/** A service of no real use: each rpc shows one way in which a command can go. */
const fixtureProto = `
  syntax = "proto3"; package fixture;
  service Fixture {
    rpc Keep(Ask) returns (Answer) { option (number) = 9001; option (access) = USER; }
    rpc Refuse(Ask) returns (Answer) { option (number) = 9002; option (access) = USER; }
    rpc Explode(Ask) returns (Answer) { option (number) = 9003; option (access) = USER; }
    rpc RefuseAfterSeq(Ask) returns (Answer) { option (number) = 9004; option (access) = USER; }
    rpc Look(Ask) returns (Answer) { option (number) = 9005; option (access) = USER; option (reads) = true; }
    rpc Relay(Ask) returns (Answer) { option (number) = 9006; option (access) = PUBLIC; }
    rpc RelayInside(Ask) returns (Answer) { option (number) = 9007; option (access) = PUBLIC; }
    rpc Echo(Ask) returns (Answer) { option (number) = 9008; option (access) = INTERNAL; }
    rpc Tell(Ask) returns (Answer) { option (number) = 9011; option (access) = USER; }
    rpc Change(Ask) returns (Answer) { option (number) = 9010; option (access) = USER; }
    rpc Hidden(Ask) returns (Answer) { option (number) = 9009; option (access) = PUBLIC; option (sealed) = true; }
  }
  message Ask { string text = 1; string to = 2; bytes id = 3; }
  message Answer { string text = 1; uint64 seq = 2; }
`;
export interface FixtureRequest {
  text: string;
  to: string;
  id: Uint8Array;
}
export interface FixtureReply {
  text: string;
  seq: number;
}
const fixtureRoot = protobuf.parse(fixtureProto).root;
export const Fixture = fixtureRoot.lookupService('fixture.Fixture');
const fixtureRoutes = rpcsByNumber([Fixture]);

/** The fixture's rpc by its handler's name, to be called by another service. */
export function fixtureRpc(handler: string): TypedRpc<Partial<FixtureRequest>, FixtureReply> {
  const descriptor = [...fixtureRoutes.values()].find((candidate) => candidate.handler === handler);
  if (!descriptor) throw new Error(`no rpc ${handler}`);
  return { descriptor };
}

/** Handlers of the fixture, typed loosely as its contract is made at run time. */
export function fixtureHandlers(calls: RpcClient | undefined): object {
  const keep = async (ask: FixtureRequest, command: Command<LogicStore>): Promise<FixtureReply> => {
    const { message } = await command.tx.messages.append({
      sender: command.caller.userId,
      conversation: await command.tx.conversations.ensureDirect(command.caller.userId, ask.to),
      kind: im.MessageKind.TEXT,
      body: '',
      replyTo: 0,
      mentions: [],
      target: 0,
      emoji: '',
      removed: false,
      clientMessageId: ask.id.length === 16 ? ask.id : randomBytes(16),
      text: ask.text,
      time: Date.now(),
    });
    command.push([ask.to], { messageStored: { ...message, mentions: [] } });
    return { text: message.text, seq: message.seq };
  };
  const ask = async (request: FixtureRequest, { caller }: { caller: Caller }): Promise<FixtureReply> => {
    if (!calls) throw new Error('this instance cannot call');
    // Asker and asked are one service here, where a command waits for those before it in its partition: the echo gets another partition.
    const partition = (partitionOf(caller.userId, FIXTURE_PARTITIONS) + 1) % FIXTURE_PARTITIONS;
    const key =
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].find((k) => partitionOf(k, FIXTURE_PARTITIONS) === partition) ?? '';
    return calls.call(fixtureRpc('echo'), { text: request.text }, { deadlineMs: 2000, key });
  };
  return {
    keep,
    /** What leads to nothing but two events. */
    change: (request: FixtureRequest, command: Command<LogicStore>) => {
      command.emit(command.caller.userId, { profileChanged: { profile: { about: request.text } } }, [
        command.caller.userId,
        request.to,
      ]);
      command.emit(request.to, { receipt: { conversation: request.to, user: command.caller.userId } });
      if (request.text === 'refuse') throw new ImError('BAD_ARGUMENT', 'no');
      return { text: request.text };
    },
    /** Tells Logic to forget somebody. */
    tell: (request: FixtureRequest, command: Command<LogicStore>) => {
      command.enqueue(im.Logic, 'forgetUser', {}, request.to);
      if (request.text === 'refuse') throw new ImError('BAD_ARGUMENT', 'no');
      return { text: request.text };
    },
    refuse: () => {
      throw new ImError('BAD_ARGUMENT', 'no');
    },
    explode: () => {
      throw new TypeError('a bug');
    },
    refuseAfterSeq: async (request: FixtureRequest, command: Command<LogicStore>) => {
      await keep(request, command);
      throw new ImError('BAD_ARGUMENT', 'too late');
    },
    look: async (request: FixtureRequest, command: Command<LogicStore>) => ({
      text: String(await command.tx.people.exists(request.to)),
    }),
    relay: {
      prepare: ask,
      handle: (_request: FixtureRequest, _command: Command<LogicStore>, prepared: FixtureReply) => prepared,
    },
    relayInside: ask,
    echo: (request: FixtureRequest) => {
      if (request.text === 'refuse') throw new ImError('BUSY', 'not now');
      return { text: `echo of ${request.text}` };
    },
    hidden: (request: FixtureRequest) => ({ text: request.text.toUpperCase() }),
  };
}
