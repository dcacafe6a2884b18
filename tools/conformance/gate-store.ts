// What the services of the scripted gate know: one user, one peer, and the messages of their conversation.
import { directConversationId, formatMessageId, newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';

const TOKEN_LIVES_SECONDS = 24 * 60 * 60;

export class GateStore {
  readonly userId = newId();
  readonly peerId = newId();
  readonly conversationId = directConversationId(this.userId, this.peerId);
  token = 'token-of-the-conformance-kit';
  /** By seq, from 1. Undefined: deleted. */
  readonly #messages: (im.Message.$Properties | undefined)[] = [];

  /** Stores a message of the peer. */
  add(text: string, message: im.Message.$Properties = {}): im.Message.$Properties {
    const { conversationId, peerId: senderId } = this;
    const seq = this.#messages.length + 1;
    const clientMessageId = crypto.getRandomValues(new Uint8Array(16));
    const messageId = formatMessageId(conversationId, seq);
    const added = { conversationId, seq, messageId, senderId, clientMessageId, text, time: Date.now(), ...message };
    this.#messages.push(added);
    return added;
  }

  /** A seq whose message is deleted. */
  addDeleted(): void {
    this.#messages.push(undefined);
  }

  /** The reply to a command that no script deals with. The reply of an rpc without an entry is empty. */
  reply(rpc: string, request: object): Uint8Array {
    if (rpc === 'Auth.LogIn' || rpc === 'Auth.Register' || rpc === 'Auth.Resume') return this.#loggedIn();
    if (rpc === 'Auth.RefreshToken')
      return im.RefreshTokenReply.encode({ token: this.token, tokenLivesSeconds: TOKEN_LIVES_SECONDS }).finish();
    if (rpc === 'Logic.SendMessage') return this.#send(request as im.SendMessageRequest);
    if (rpc === 'Logic.Sync') return this.#sync(request as im.SyncRequest);
    if (rpc === 'Logic.PullMessages') return this.#pull(request as im.PullMessagesRequest);
    if (rpc === 'Logic.FindUser') return im.FindUserReply.encode({ userId: this.peerId, name: 'peer' }).finish();
    return new Uint8Array();
  }

  #loggedIn(): Uint8Array {
    const { userId, token } = this;
    const loggedIn = { userId, name: 'conformance', sessionId: 'session', token, tokenLivesSeconds: TOKEN_LIVES_SECONDS };
    return im.LoggedIn.encode(loggedIn).finish();
  }

  #send({ clientMessageId, text }: im.SendMessageRequest): Uint8Array {
    const key = Buffer.from(clientMessageId).toString('hex');
    const sent = (message?: im.Message.$Properties): boolean =>
      Buffer.from(message?.clientMessageId ?? []).toString('hex') === key;
    const message = this.#messages.find(sent) ?? this.add(text, { senderId: this.userId, clientMessageId });
    const { messageId, conversationId, seq, time } = im.Message.create(message);
    return im.SendMessageReply.encode({ clientMessageId, messageId, conversationId, seq, time }).finish();
  }

  #sync({ known }: im.SyncRequest): Uint8Array {
    const lastSeq = this.#messages.length;
    const isKnown = known.some((one) => one.conversationId === this.conversationId && (one.lastSeq ?? 0) === lastSeq);
    const { conversationId, peerId } = this;
    const lastMessage = this.#messages.findLast((message) => message !== undefined) ?? null;
    const conversation = { conversationId, peerId, peerName: 'peer', lastSeq, lastMessage, stateVersion: 1 };
    return im.SyncReply.encode({ conversations: lastSeq === 0 || isKnown ? [] : [conversation], peopleVersion: 1 }).finish();
  }

  #pull({ afterSeq, beforeSeq }: im.PullMessagesRequest): Uint8Array {
    const lastSeq = this.#messages.length;
    const before = beforeSeq || lastSeq + 1;
    const found = this.#messages.map((message, index) => ({ seq: index + 1, message }));
    const page = found.filter(({ seq }) => seq > afterSeq && seq < before);
    return im.PullMessagesReply.encode({
      messages: page.flatMap(({ message }) => (message ? [message] : [])),
      deletedSeqs: page.flatMap(({ seq, message }) => (message ? [] : [seq])),
      lastSeq,
      firstSeq: 1,
    }).finish();
  }
}
