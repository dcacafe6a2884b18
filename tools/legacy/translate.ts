// What each message of the ancestor means here: its messages → our commands, our replies and pushes → its messages.
import { createHmac, randomBytes } from 'node:crypto';
import { im } from '../../proto/rpc.ts';
import { DirectInbox, type DirectInboxOptions } from './direct-inbox.ts';
import { CommandRefusal, type GateHandlers, type GateLink } from './gate-link.ts';
import {
  CLOGIN,
  CPRIVATE_CHAT,
  CREGISTER,
  MAX_ACCOUNT_BYTES,
  MESSAGES,
  type Packet,
  SPRIVATE_CHAT,
  SRESPONSE,
  toPacket,
} from './packets.ts';

/** SResponse.code. The ancestor has all but the last; its clients log a code that they do not know and go on. */
export const RESPONSE = {
  accountTaken: 100,
  registered: 101,
  noAccount: 200,
  loggedIn: 201,
  wrongAccountOrPassword: 202,
  chatSent: 300,
  chatNotSent: 301,
} as const;

// proto/auth.proto: a password has at least so many characters.
const MIN_PASSWORD_CHARACTERS = 8;
const MAX_ATTEMPTS = 5;
const MAX_REMEMBERED = 1000;

export interface LegacyOptions {
  /** Opens a connection to a gate. */
  connect(handlers: GateHandlers): GateLink;
  /** Sends a packet to the client. */
  write(packet: Buffer): void;
  /** See DirectInboxOptions. */
  waitUntilTaken(): Promise<void>;
  /** The connection to the gate has ended, and with it the client's. */
  end(reason: string): void;
  /** Passwords that are too weak for us are accepted, each mixed with this secret. Undefined: they are refused. */
  readonly weakPasswordKey: Buffer | undefined;
}

interface Account {
  readonly userid: string;
  readonly passwd: string;
}

/** One client of the ancestor. `handle` its packets one after the other. */
export class LegacyClient {
  readonly #options: LegacyOptions;
  readonly #userIds = new Map<string, string>();
  #link: GateLink;
  #account: Account | undefined;
  /** Since the user is known. */
  #inbox: DirectInbox | undefined;
  /** Pushes that arrived in one piece with the reply that says who the user is. */
  #early: im.Push[] = [];

  constructor(options: LegacyOptions) {
    this.#options = options;
    this.#link = this.#connect();
  }

  close(): void {
    this.#inbox?.close();
    this.#link.close();
  }

  /** False for a message that is none of the ancestor's: its sender speaks something else. */
  async handle({ number, body }: Packet): Promise<boolean> {
    const message = decode(number, body);
    if (!message) return false;
    if (number !== CPRIVATE_CHAT && body.length > MAX_ACCOUNT_BYTES) this.#refuseAccount(body.length);
    else if (number === CREGISTER) await this.#register(message as unknown as Account);
    else if (number === CLOGIN) await this.#logIn(message as unknown as Account);
    else if (number === CPRIVATE_CHAT) await this.#chat(message as unknown as { dest: string; content: string });
    else return false;
    return true;
  }

  #refuseAccount(bytes: number): void {
    const desc = `a name with its password has at most ${MAX_ACCOUNT_BYTES} bytes, not ${bytes}`;
    this.#write(SRESPONSE, { code: RESPONSE.wrongAccountOrPassword, desc });
  }

  async #register(account: Account): Promise<void> {
    await this.#answer(RESPONSE.registered, 'registered', refusalOfRegister, async () => {
      if (this.#account) this.#reconnect();
      const request = { clientRequestId: randomBytes(16), name: account.userid, password: this.#passwordOf(account) };
      this.#bind(account, await this.#call<im.LoggedIn>('Auth.Register', request));
    });
  }

  async #logIn(account: Account): Promise<void> {
    await this.#answer(RESPONSE.loggedIn, 'logged in', refusalOfLogIn, async () => {
      // The ancestor's clients register and log in at once: our Register has logged them in.
      if (this.#account?.userid === account.userid && this.#account.passwd === account.passwd) return;
      if (this.#account) this.#reconnect();
      const request = { clientRequestId: randomBytes(16), name: account.userid, password: this.#passwordOf(account) };
      this.#bind(account, await this.#call<im.LoggedIn>('Auth.LogIn', request));
    });
  }

  /** `self` is ignored: the sender is the user who has logged in. */
  async #chat({ dest, content }: { dest: string; content: string }): Promise<void> {
    let toUserId = '';
    await this.#answer(RESPONSE.chatSent, 'sent', refusalOfChat, async () => {
      if (!this.#account) throw new CommandRefusal({ code: im.Code.NOT_LOGGED_IN, message: 'log in first' });
      toUserId = await this.#findUser(dest);
      const request = { clientMessageId: randomBytes(16), toUserId, text: content };
      this.#inbox?.countSent(toUserId, await this.#call<im.SendMessageReply>('Logic.SendMessage', request));
    });
  }

  /** Answers with success, or with the code for what was refused. */
  async #answer(code: number, desc: string, codeOf: (error: unknown) => number, act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.#write(SRESPONSE, { code, desc });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#write(SRESPONSE, { code: codeOf(error), desc: error.message });
    }
  }

  /** Sends the same request again, with its ids, as long as the server asks for it. */
  async #call<Reply extends object>(rpc: string, request: object, link = this.#link): Promise<Reply> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await link.call<Reply>(rpc, request);
      } catch (error) {
        const mayRetry = error instanceof CommandRefusal && error.retryAfterMs !== undefined && !isForUser(error.code);
        if (!mayRetry || attempt === MAX_ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs));
      }
    }
  }

  async #findUser(name: string): Promise<string> {
    const known = this.#userIds.get(name);
    if (known !== undefined) return known;
    const { userId } = await this.#call<im.FindUserReply>('Logic.FindUser', { name });
    if (this.#userIds.size >= MAX_REMEMBERED) this.#userIds.clear();
    this.#userIds.set(name, userId);
    return userId;
  }

  #bind(account: Account, { userId }: im.LoggedIn): void {
    this.#account = account;
    const show = (content: string): void => this.#write(SPRIVATE_CHAT, { content });
    // Its calls stay on this connection, also when the client logs in to another account.
    const link = this.#link;
    const call: DirectInboxOptions['call'] = (rpc, request) => this.#call(rpc, request, link);
    const inbox = new DirectInbox({ userId, show, call, waitUntilTaken: this.#options.waitUntilTaken });
    this.#inbox = inbox;
    inbox.sync();
    for (const push of this.#early.splice(0)) takePush(inbox, push);
  }

  /** For another account: a connection of ours has one user all its life. */
  #reconnect(): void {
    const previous = this.#link;
    this.#account = undefined;
    this.#inbox?.close();
    this.#inbox = undefined;
    this.#early = [];
    this.#userIds.clear();
    this.#link = this.#connect();
    previous.close();
  }

  #connect(): GateLink {
    const link = this.#options.connect({
      onPush: (push) => {
        if (this.#inbox) takePush(this.#inbox, push);
        else this.#early.push(push);
      },
      onResync: () => this.#inbox?.sync(),
    });
    void link.closed.then((reason) => {
      if (link !== this.#link) return;
      this.#inbox?.close();
      this.#options.end(reason);
    });
    return link;
  }

  #passwordOf({ passwd }: Account): string {
    const key = this.#options.weakPasswordKey;
    if (!key || [...passwd].length >= MIN_PASSWORD_CHARACTERS) return passwd;
    return `legacy:${createHmac('sha256', key).update(passwd).digest('base64url')}`;
  }

  #write(number: number, message: object): void {
    const type = MESSAGES[number];
    if (type) this.#options.write(toPacket(number, type.encode(message).finish()));
  }
}

function takePush(inbox: DirectInbox, { messageStored }: im.Push): void {
  if (messageStored) inbox.take(im.Message.create(messageStored));
}

function decode(number: number, body: Buffer): object | undefined {
  try {
    return MESSAGES[number]?.decode(body);
  } catch {
    // Truncated or garbage: the connection ends, so the error does not matter.
    return undefined;
  }
}

function isForUser(code: im.Code): boolean {
  return code === im.Code.TOO_MANY_TRIES || code === im.Code.TOO_MANY_REQUESTS || code === im.Code.MUTED;
}

function refusalOfRegister(error: unknown): number {
  const { NAME_TAKEN, NAME_TOO_SIMILAR } = im.Code;
  const isTaken = error instanceof CommandRefusal && (error.code === NAME_TAKEN || error.code === NAME_TOO_SIMILAR);
  return isTaken ? RESPONSE.accountTaken : RESPONSE.wrongAccountOrPassword;
}

/** We do not tell whether an account exists: nobody must learn it by trying. */
function refusalOfLogIn(): number {
  return RESPONSE.wrongAccountOrPassword;
}

function refusalOfChat(error: unknown): number {
  if (!(error instanceof CommandRefusal)) return RESPONSE.chatNotSent;
  if (error.code === im.Code.NO_SUCH_USER) return RESPONSE.noAccount;
  return error.code === im.Code.NOT_LOGGED_IN ? RESPONSE.wrongAccountOrPassword : RESPONSE.chatNotSent;
}
