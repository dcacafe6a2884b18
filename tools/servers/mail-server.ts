// A mail server that keeps what it gets: for tests, where it can misbehave, and for `npm run stack`, which shows the mails.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { selfSignedCertificate } from './certificate.ts';

export interface ReceivedMail {
  /** Who it was handed over for; what its header says is among `headers`. */
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
 * What a mail server may do to a mailer:
 * `refuse-recipients` 550 for each · `refuse-once` 451 for the next recipient · `refuse-log-in` 535 · `refuse-mails` 554 after
 * the content, with the content in its answer ·
 * `hang-up` ends each connection before a word · `silent` accepts connections and says nothing · `slow` reads a mail and never
 * answers · `drop` and `drop-once` cut the connection while a mail is under way.
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
  /** All mails taken, the oldest first. */
  readonly mails: readonly ReceivedMail[];
  /** Connections so far. */
  readonly connectionCount: number;
  /** The oldest mail to this address that `next` has not given yet; waits for it up to 10 s, then throws. */
  nextMail(to: string): Promise<ReceivedMail>;
  setBehaviour(behaviour: MailServerBehaviour): void;
  stop(): Promise<void>;
}

export interface MailServerOptions {
  /** `starttls` by default; `none`: log-in and mails in the clear. */
  readonly tls?: 'starttls' | 'from-the-start' | 'none';
  /** Of 127.0.0.1; a free one by default. */
  readonly port?: number;
  /** Of the one user there is; a new one by default. */
  readonly password?: string;
  onMail?(mail: ReceivedMail): void;
}

const NEXT_MS = 10_000;
const USER = 'im';

/** Starts an SMTP server on 127.0.0.1 that wants a log-in, and over TLS unless told otherwise. Resolves when it serves. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  // By default characters that have a meaning in a URL, so that every test sees them arrive.
  const { tls = 'starttls', password = `@/:%${randomBytes(12).toString('base64url')}`, onMail } = options;
  const { key, cert } = selfSignedCertificate();
  const mails: ReceivedMail[] = [];
  const given = new Set<ReceivedMail>();
  const sockets = new Map<number, Socket>();
  const forMail = new EventTarget();
  let behaviour: MailServerBehaviour = 'normal';
  let connections = 0;
  /** Misbehaves this one time. */
  const thisOnce = (what: MailServerBehaviour): boolean => {
    if (behaviour !== what) return false;
    behaviour = 'normal';
    return true;
  };

  const handlers: SMTPServerOptions = {
    onConnect(_session, callback) {
      if (behaviour !== 'silent') callback();
    },
    onAuth(auth, _session, callback) {
      const right = behaviour !== 'refuse-log-in' && auth.username === USER && auth.password === password;
      if (right) callback(null, { user: USER });
      else callback(refusal(535, `no such user or password: ${auth.username} ${auth.password}`));
    },
    onRcptTo({ address }, _session, callback) {
      if (behaviour === 'refuse-recipients') callback(refusal(550, `there is no ${address} here`));
      else if (thisOnce('refuse-once')) callback(refusal(451, 'come back later'));
      else callback();
    },
    onData(stream, session, callback) {
      if (behaviour === 'drop' || thisOnce('drop-once')) sockets.get(session.remotePort)?.destroy();
      void receive(stream, session.envelope.rcptTo[0]?.address ?? '').then(({ mail, raw }) => {
        if (behaviour === 'slow') return;
        if (behaviour === 'refuse-mails') return callback(refusal(554, raw.replaceAll(/\s+/g, ' ')));
        mails.push(mail);
        forMail.dispatchEvent(new Event('mail'));
        onMail?.(mail);
        callback();
      }, callback);
    },
  };
  const server = new SMTPServer({
    ...handlers,
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
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    connections += 1;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
    if (behaviour === 'hang-up') socket.destroy();
  });
  // What clients break off is what tests provoke.
  server.on('error', () => undefined);
  await once(server.listen(options.port ?? 0, '127.0.0.1'), 'listening');
  const { port } = server.server.address() as AddressInfo;

  const untaken = (to: string): ReceivedMail | undefined => mails.find((mail) => mail.to === to && !given.has(mail));
  return {
    url: `${tls === 'from-the-start' ? 'smtps' : 'smtp'}://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    certificate: cert,
    mails,
    get connectionCount() {
      return connections;
    },
    async nextMail(to) {
      const late = sleep(NEXT_MS, undefined, { ref: false });
      let waited = false;
      void late.then(() => {
        waited = true;
      });
      for (let mail = untaken(to); ; mail = untaken(to)) {
        if (mail) {
          given.add(mail);
          return mail;
        }
        if (waited) throw new Error(`no mail to ${to} within ${NEXT_MS} ms`);
        await Promise.race([once(forMail, 'mail'), late]);
      }
    },
    setBehaviour(how) {
      behaviour = how;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
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
