// A service for tests of the runtime: each of its rpcs ends in one of the ways in which a command can end.
import { randomBytes } from 'node:crypto';
import protobuf from 'protobufjs';
import type { RpcClient, TypedRpc } from '../../../infra/messaging/rpc-client.ts';
import type { Command } from '../../../infra/ports/index.ts';
import { ImError } from '../../../proto/errors.ts';
import { partitionOf } from '../../../proto/partition.ts';
import { type Caller, im, rpcsByNumber } from '../../../proto/rpc.ts';
import type { LogicStore } from '../../ports/index.ts';

/** Partitions of each service's topic. */
export const FIXTURE_PARTITIONS = 4;

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
    rpc KeepInternally(Ask) returns (Answer) { option (number) = 9012; option (access) = INTERNAL; }
    rpc Enqueue(Ask) returns (Answer) { option (number) = 9011; option (access) = USER; }
    rpc Change(Ask) returns (Answer) { option (number) = 9010; option (access) = USER; }
    rpc Hidden(Ask) returns (Answer) { option (number) = 9009; option (access) = PUBLIC; option (sealed) = true; }
  }
  message Ask { string text = 1; string to_user_id = 2; bytes id = 3; }
  message Answer { string text = 1; uint64 seq = 2; }
`;
export interface FixtureRequest {
  text: string;
  toUserId: string;
  id: Uint8Array;
}
export interface FixtureReply {
  text: string;
  seq: number;
}
const fixtureRoot = protobuf.parse(fixtureProto).root;
export const Fixture = fixtureRoot.lookupService('fixture.Fixture');
const fixtureRpcs = rpcsByNumber([Fixture]);

/** An rpc of the fixture service by the name of its handler, for an RPC client. */
export function fixtureRpc(handler: string): TypedRpc<Partial<FixtureRequest>, FixtureReply> {
  const descriptor = [...fixtureRpcs.values()].find((candidate) => candidate.handler === handler);
  if (!descriptor) throw new Error(`no rpc ${handler}`);
  return { descriptor };
}

/** Handlers of the fixture service. Typed loosely, because its contract is made at run time. */
export function fixtureHandlers(rpcClient: RpcClient | undefined): object {
  const keep = async (ask: FixtureRequest, command: Command<LogicStore>): Promise<FixtureReply> => {
    const { message } = await command.tx.messages.append({
      senderId: command.caller.userId,
      conversationId: await command.tx.conversations.ensureDirect(command.caller.userId, ask.toUserId),
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
    command.push([ask.toUserId], { messageStored: { ...message, mentions: [] } });
    return { text: message.text, seq: message.seq };
  };
  const ask = async (request: FixtureRequest, { caller }: { caller: Caller }): Promise<FixtureReply> => {
    if (!rpcClient) throw new Error('this instance cannot call');
    // A command waits for those before it in its partition, and here a service calls itself: the echo gets another partition.
    const partition = (partitionOf(caller.userId, FIXTURE_PARTITIONS) + 1) % FIXTURE_PARTITIONS;
    const key =
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].find((k) => partitionOf(k, FIXTURE_PARTITIONS) === partition) ?? '';
    return rpcClient.call(fixtureRpc('echo'), { text: request.text }, { deadlineMs: 2000, key });
  };
  return {
    keep,
    keepInternally: keep,
    /** Only emits two domain events. */
    change: (request: FixtureRequest, command: Command<LogicStore>) => {
      command.emit(command.caller.userId, { profileChanged: { profile: { about: request.text } } }, [
        command.caller.userId,
        request.toUserId,
      ]);
      command.emit(request.toUserId, { receipt: { conversationId: request.toUserId, userId: command.caller.userId } });
      if (request.text === 'refuse') throw new ImError('BAD_ARGUMENT', 'no');
      return { text: request.text };
    },
    /** Enqueues a command to Logic. */
    enqueue: (request: FixtureRequest, command: Command<LogicStore>) => {
      command.enqueue(im.Logic, 'eraseUser', {}, request.toUserId);
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
      text: String(await command.tx.people.exists(request.toUserId)),
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
