// Mails by SMTP, over a few connections that are kept for the next mails.
import { randomUUID } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport, type NodemailerError } from 'nodemailer';
import type { Log } from '../../infra/ports/index.ts';
import { normalizeEmail } from '../../proto/text/email.ts';
import { type Mailer, MailFailed } from '../ports.ts';

/** All tries of one mail together: the port promises an answer within 8 s. */
const SEND_MS = 7500;
/** From the look-up of the name to the end of the TLS handshake: what takes longer than this is away, and the other try may find it. */
const CONNECT_MS = 3000;
const MAX_TRIES = 2;
/** A server that has just restarted or wants to be asked twice is often there again by then. */
const RETRY_MS = 700;
/** Below the five minutes after which servers close connections (RFC 5321, 4.5.3.2.7), and short enough to give them back after a burst. */
const KEEP_IDLE_MS = 20_000;

export interface SmtpOptions {
  /**
   * smtps://user:password@host:port for TLS from the start, smtp://… for STARTTLS, which the server must then offer. The server's certificate is verified (NODE_EXTRA_CA_CERTS adds
   * authorities). On smtp:// to this machine itself nobody is in between: there TLS is used where it is offered, with any certificate.
   */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly log: Log;
}

/**
 * A mailer for one mail server. Where it is away for a moment (connection lost, 4xx) a mail is tried once more. Neither what it throws nor what it logs holds anything of what a server
 * answers but the codes: servers repeat addresses, log-ins and contents. `close` fails what is under way.
 */
export function smtpMailer({ url, from, log }: SmtpOptions): Mailer & { close(): void } {
  const { name, options } = serverOf(url);
  const transport = createTransport({
    ...options,
    pool: true,
    // Tries are counted here alone.
    maxRequeues: 0,
    idleTimeout: KEEP_IDLE_MS,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: 2 * KEEP_IDLE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  let closed = false;
  return {
    async send({ to, subject, text, html }) {
      // The driver makes something of everything it is given: of two addresses it would mail to one of them.
      if (normalizeEmail(to) !== to) throw new MailFailed('what the mail is for is not an address', { permanent: true });
      const signal = AbortSignal.timeout(SEND_MS);
      const message = {
        from: { ...from },
        to: { name: '', address: to },
        envelope: { from: from.address, to: [to] },
        subject,
        text,
        html,
        // The same in a second try: where the first one arrived after all, the mailbox can see that it is one mail.
        messageId: `<${randomUUID()}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
        // So that no out-of-office note answers it (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal,
      };
      for (let tries = 1; ; tries++) {
        try {
          await transport.sendMail(message);
          return;
        } catch (error) {
          const { reason, passing, permanent } = describe(error as NodemailerError);
          log.warn({ server: name, reason, tries }, 'a mail was not taken');
          if (!passing || tries >= MAX_TRIES || closed || signal.aborted)
            throw new MailFailed(`${name}: ${reason}`, { permanent });
          await sleep(RETRY_MS);
        }
      }
    },
    close() {
      closed = true;
      transport.close({ force: true });
    },
  };
}

interface Server {
  /** host:port, for logs. */
  readonly name: string;
  readonly options: {
    readonly host: string;
    readonly port: number;
    readonly secure: boolean;
    readonly requireTLS: boolean;
    readonly tls: { readonly rejectUnauthorized: boolean };
    readonly auth?: { readonly user: string; readonly pass: string };
  };
}

/** Parsed here and not by the driver, which lets a URL's query overrule its options, the verification among them. */
function serverOf(url: string): Server {
  const { protocol, hostname, port: givenPort, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(givenPort) || (secure ? 465 : 587);
  const local = !secure && isThisMachine(host);
  return {
    name: `${hostname}:${port}`,
    options: {
      // The name could be somebody else's in the DNS.
      host: local && host === 'localhost' ? '127.0.0.1' : host,
      port,
      secure,
      requireTLS: !secure && !local,
      tls: { rejectUnauthorized: !local },
      ...(username === '' ? {} : { auth: { user: decoded(username), pass: decoded(password) } }),
    },
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Error('the URL of the mail server cannot be read: a % in its user or password is written %25');
  }
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isThisMachine(host: string): boolean {
  if (host === 'localhost') return true;
  const version = isIP(host);
  return version !== 0 && loopback.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

/** What the driver calls connections that ended; the system's own code says why, where there is one. */
const LOST = new Set(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EDNS']);
const LOST_FOR_A_MOMENT =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ETIMEOUT|ESERVFAIL)$/;

function describe(error: NodemailerError): { reason: string; passing: boolean; permanent: boolean } {
  const { name, code = '', originalCode, responseCode, response = '', command = '', timeoutType } = error;
  if (name === 'AbortError') return { reason: `no answer within ${SEND_MS} ms`, passing: false, permanent: false };
  if (responseCode !== undefined) {
    const [, detail] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
    const reason = `${STEPS[command.split(' ')[0] ?? ''] ?? 'a command'} was refused (${detail ? `${responseCode} ${detail}` : responseCode})`;
    const forGood = error.permanent === true;
    return { reason, passing: !forGood, permanent: forGood && command.startsWith('RCPT') };
  }
  if (LOST.has(code)) {
    const passing = originalCode === undefined || LOST_FOR_A_MOMENT.test(originalCode);
    return { reason: `the connection failed (${originalCode ?? timeoutType ?? code})`, passing, permanent: false };
  }
  // The server cannot do what is wanted of it: TLS, a log-in.
  return { reason: `it cannot be sent (${code})`, passing: false, permanent: false };
}

const STEPS: Readonly<Record<string, string>> = {
  CONN: 'the connection',
  EHLO: 'the greeting',
  HELO: 'the greeting',
  STARTTLS: 'TLS',
  AUTH: 'the log-in',
  MAIL: 'the sender',
  RCPT: 'the recipient',
  DATA: 'the mail',
};
