// The SDK for browsers, Bun, Deno and React Native: `createClient` and the types of its interface. node.ts is the one for Node.
export type { AccountApi, AccountExport, CodePurpose, ExportedMessage } from './api/account-api.ts';
export type {
  Client,
  ClientOptions,
  ConversationsApi,
  Destination,
  LogInApi,
  MessageRef,
  NewAccount,
  SendingApi,
  SendOptions,
} from './api/client.ts';
export type { ClientEvents } from './api/client-events.ts';
export { CallError, type CallErrorCode } from './api/errors.ts';
export type { CreatedGroup, GroupsApi, NewGroup } from './api/groups-api.ts';
export type { HistoryPage, HistoryRange } from './api/history.ts';
export { type IterateOptions, iterateEvents } from './api/iterate-events.ts';
export type { MessageKind, PlainMessage, ReactionCount, ReceivedMessage } from './api/message.ts';
export type { PeopleApi } from './api/people-api.ts';
export type { RpcApi, RpcCallOptions } from './api/rpc-api.ts';
export type { EndReason, SessionState } from './connection/session.ts';
export { DEFAULT_TIMING, type Timing } from './connection/timing.ts';
export { createClient } from './create-client.ts';
export type { UnacknowledgedMessage } from './outbox/outbox.ts';
export type { OutgoingContent } from './outbox/outgoing-message.ts';
export type { ConversationSnapshot } from './state/conversation-reducer.ts';
export type { Cursor } from './state/cursor.ts';
export type { OwnProfile, UserRelation } from './state/people-state.ts';
export type { PresenceApi, PresenceStatus } from './state/presence-tracker.ts';
