// A mail server that keeps received mails, for `npm run stack`, which shows them, and for tests, which can make it fail.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { selfSignedCertificate } from './certificate.ts';

export interface ReceivedMail {
  /** The recipient of the SMTP envelope. The header "to" is in `headers`. */
  readonly to: string;
  /** "name <address>" */
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** In their order, names in lower case. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/**
 * The faults of the server: `refuse-recipients` 550 for each recipient · `refuse-once` 451 for the next recipient ·
 * `refuse-log-in` 535 · `refuse-mails` 554 after the content, with the content in its answer · `hang-up` ends each connection
 * before a word · `silent` accepts connections and says nothing · `slow` reads a mail and never answers · `drop` and
 * `drop-once` cut the connection while a mail is in transit.
 */
export type MailServerBehaviour =
  | 'normal'
  | 'refuse-recipients'
  | 'refuse-once'
  | 'refuse-log-in'
  | 'refuse-mails'
  | 'hang-up'
  | 'silent'
  | 'slow'
  | 'drop'
  | 'drop-once';

export interface MailServer {
  /** With user and password: "smtp://im:secret@127.0.0.1:2525", "smtps://…" with `tls: 'from-the-start'`. */
  readonly url: string;
  /** PEM: what a client must trust to accept this server. */
  readonly certificate: string;
  /** All accepted mails, the oldest first. */
  readonly mails: readonly ReceivedMail[];
  /** Connections so far. */
  readonly connectionCount: number;
  /** The oldest mail to this address that `nextMail` has not returned yet; waits for it up to 10 s, then throws. */
  nextMail(to: string): Promise<ReceivedMail>;
  setBehaviour(behaviour: MailServerBehaviour): void;
  stop(): Promise<void>;
}

export interface MailServerOptions {
  /** `starttls` by default; `none`: log-in and mails in the clear. */
  readonly tls?: 'starttls' | 'from-the-start' | 'none';
  /** Of 127.0.0.1; a free one by default. */
  readonly port?: number;
  /** The password of the only user; a new one by default. */
  readonly password?: string;
  onMail?(mail: ReceivedMail): void;
}

const NEXT_MS = 10_000;
const USER = 'im';

/** Starts an SMTP server on 127.0.0.1 that requires a log-in, and TLS unless `tls` says otherwise. Resolves when it serves. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const server = new PrivateMailServer(options);
  await server.listen(options.port ?? 0);
  return server;
}

class PrivateMailServer implements MailServer {
  readonly certificate: string;
  readonly mails: ReceivedMail[] = [];
  readonly #tls: NonNullable<MailServerOptions['tls']>;
  readonly #password: string;
  readonly #onMail: MailServerOptions['onMail'];
  readonly #server: SMTPServer;
  /** Mails that `nextMail` has returned. */
  readonly #returned = new Set<ReceivedMail>();
  readonly #sockets = new Map<number, Socket>();
  readonly #arrivals = new EventTarget();
  #behaviour: MailServerBehaviour = 'normal';
  #connectionCount = 0;
  #port = 0;

  constructor(options: MailServerOptions) {
    // The default has characters with a meaning in URLs, so that every test checks that they are escaped.
    const { tls = 'starttls', password = `@/:%${randomBytes(12).toString('base64url')}`, onMail } = options;
    this.#tls = tls;
    this.#password = password;
    this.#onMail = onMail;
    const { key, cert } = selfSignedCertificate();
    this.certificate = cert;
    this.#server = new SMTPServer({
      ...this.#handlers(),
      key,
      cert,
      secure: tls === 'from-the-start',
      disabledCommands: tls === 'none' ? ['STARTTLS'] : [],
      minVersion: 'TLSv1.2',
      name: 'localhost',
      size: 1024 * 1024,
      hideENHANCEDSTATUSCODES: false,
      disableReverseLookup: true,
      logger: false,
    });
    this.#server.server.on('connection', (socket: Socket) => this.#accept(socket));
    // In tests clients break connections on purpose.
    this.#server.on('error', () => undefined);
  }

  async listen(port: number): Promise<void> {
    await once(this.#server.listen(port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.server.address() as AddressInfo).port;
  }

  get url(): string {
    const scheme = this.#tls === 'from-the-start' ? 'smtps' : 'smtp';
    return `${scheme}://${USER}:${encodeURIComponent(this.#password)}@127.0.0.1:${this.#port}`;
  }

  get connectionCount(): number {
    return this.#connectionCount;
  }

  async nextMail(to: string): Promise<ReceivedMail> {
    const late = sleep(NEXT_MS, undefined, { ref: false });
    let isLate = false;
    void late.then(() => {
      isLate = true;
    });
    for (;;) {
      const next = this.mails.find((mail) => mail.to === to && !this.#returned.has(mail));
      if (next) {
        this.#returned.add(next);
        return next;
      }
      if (isLate) throw new Error(`no mail to ${to} within ${NEXT_MS} ms`);
      await Promise.race([once(this.#arrivals, 'mail'), late]);
    }
  }

  setBehaviour(behaviour: MailServerBehaviour): void {
    this.#behaviour = behaviour;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets.values()) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    const port = socket.remotePort ?? 0;
    this.#connectionCount += 1;
    this.#sockets.set(port, socket);
    socket.once('close', () => this.#sockets.delete(port));
    if (this.#behaviour === 'hang-up') socket.destroy();
  }

  #handlers(): SMTPServerOptions {
    return {
      onConnect: (_session, callback) => {
        if (this.#behaviour !== 'silent') callback();
      },
      onAuth: (auth, _session, callback) => {
        const isRight = auth.username === USER && auth.password === this.#password;
        if (isRight && this.#behaviour !== 'refuse-log-in') callback(null, { user: USER });
        else callback(refusal(535, `no such user or password: ${auth.username} ${auth.password}`));
      },
      onRcptTo: ({ address }, _session, callback) => {
        if (this.#behaviour === 'refuse-recipients') callback(refusal(550, `there is no ${address} here`));
        else if (this.#misbehavesOnce('refuse-once')) callback(refusal(451, 'come back later'));
        else callback();
      },
      onData: (stream, session, callback) => {
        if (this.#behaviour === 'drop' || this.#misbehavesOnce('drop-once')) this.#sockets.get(session.remotePort)?.destroy();
        void receive(stream, session.envelope.rcptTo[0]?.address ?? '').then(({ mail, raw }) => {
          if (this.#behaviour === 'slow') return;
          if (this.#behaviour === 'refuse-mails') return callback(refusal(554, raw.replaceAll(/\s+/g, ' ')));
          this.#keep(mail);
          callback();
        }, callback);
      },
    };
  }

  #keep(mail: ReceivedMail): void {
    this.mails.push(mail);
    this.#arrivals.dispatchEvent(new Event('mail'));
    this.#onMail?.(mail);
  }

  /** True when the behaviour is `what`; the behaviour then ends. */
  #misbehavesOnce(what: MailServerBehaviour): boolean {
    if (this.#behaviour !== what) return false;
    this.#behaviour = 'normal';
    return true;
  }
}

async function receive(stream: NodeJS.ReadableStream, to: string): Promise<{ mail: ReceivedMail; raw: string }> {
  const bytes = await buffer(stream);
  const { from, subject = '', text = '', html = '', headers } = await PostalMime.parse(bytes);
  const mail = {
    to,
    from: `${from?.name} <${from?.address}>`,
    subject,
    text: text.trimEnd(),
    html: html.trimEnd(),
    headers: headers.map(({ key, value }) => ({ name: key, value })),
  };
  return { mail, raw: bytes.toString() };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
