// Sends mails by SMTP over a small pool of connections.
import { randomUUID } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport, type NodemailerError } from 'nodemailer';
import { currentTraceId, type Log } from '../../infra/ports/index.ts';
import { fromUrlHost } from '../../infra/process/url-host.ts';
import { normalizeEmail } from '../../proto/text/email.ts';
import { type Mailer, MailFailed } from '../ports.ts';

/** For all attempts of one mail together: the port promises an outcome within 8 s. */
const SEND_MS = 7500;
/**
 * The time from the name look-up to the end of the TLS handshake. A slower server counts as unavailable. This leaves time for the
 * second attempt.
 */
const CONNECT_MS = 3000;
const MAX_ATTEMPTS = 2;
/** Long enough for many restarts, and for servers that reject the first attempt on purpose. */
const RETRY_MS = 700;
/**
 * Below the five minutes after which servers close connections (RFC 5321, 4.5.3.2.7), and short enough to release them after a
 * burst.
 */
const KEEP_IDLE_MS = 20_000;

export interface SmtpOptions {
  /**
   * smtps://user:password@host:port starts with TLS. smtp://… requires STARTTLS. The mailer verifies the server's certificate;
   * NODE_EXTRA_CA_CERTS adds authorities. On smtp:// to this machine TLS is optional and any certificate is valid, because no
   * network lies in between.
   */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly log: Log;
}

/**
 * A mailer for one mail server. Retries a mail once after a transient failure (connection lost, 4xx). Errors and log lines
 * contain only the codes of a server's replies, because servers repeat addresses, log-ins and contents. `close` fails the mails
 * in flight.
 */
export function smtpMailer({ url, from, log }: SmtpOptions): Mailer & { close(): void } {
  const { name, options } = parseServerUrl(url);
  const transport = createTransport({
    ...options,
    pool: true,
    // The driver must not retry: the loop below does.
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
      // The driver accepts any text: given two addresses, it would mail to one of them.
      if (normalizeEmail(to) !== to) throw new MailFailed('the recipient is not an e-mail address', { permanent: true });
      const signal = AbortSignal.timeout(SEND_MS);
      const message = {
        from: { ...from },
        to: { name: '', address: to },
        envelope: { from: from.address, to: [to] },
        subject,
        text,
        html,
        // The same for both attempts: if the first one arrived after all, the mailbox can recognize the duplicate.
        messageId: `<${randomUUID()}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
        // Prevents out-of-office replies (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal,
      };
      for (let attempt = 1; ; attempt++) {
        try {
          await transport.sendMail(message);
          return;
        } catch (error) {
          const { reason, isTransient, permanent } = describeFailure(error as NodemailerError);
          log.warn({ server: name, reason, attempt, traceId: currentTraceId() }, 'SMTP attempt failed');
          if (!isTransient || attempt >= MAX_ATTEMPTS || closed || signal.aborted)
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

/** The driver does not parse the URL: it would let a query override options, certificate verification among them. */
function parseServerUrl(url: string): Server {
  const { protocol, hostname, port: givenPort, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const host = fromUrlHost(hostname);
  const port = Number(givenPort) || (secure ? 465 : 587);
  const local = !secure && isThisMachine(host);
  return {
    name: `${hostname}:${port}`,
    options: {
      // The DNS could resolve the name to another machine.
      host: local && host === 'localhost' ? '127.0.0.1' : host,
      port,
      secure,
      requireTLS: !secure && !local,
      tls: { rejectUnauthorized: !local },
      ...(username === '' ? {} : { auth: { user: decodePart(username), pass: decodePart(password) } }),
    },
  };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Error('invalid URL of the mail server: write a % in the user or the password as %25');
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

/** The driver's codes for a lost connection. The system's own code, if there is one, names the reason. */
const LOST = new Set(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EDNS']);
const TRANSIENT =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ETIMEOUT|ESERVFAIL)$/;

function describeFailure(error: NodemailerError): { reason: string; isTransient: boolean; permanent: boolean } {
  const { name, code = '', originalCode, responseCode, response = '', command = '', timeoutType } = error;
  if (name === 'AbortError') return { reason: `no reply within ${SEND_MS} ms`, isTransient: false, permanent: false };
  if (responseCode !== undefined) {
    const [, detail] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
    const refused = SUBJECTS[command.split(' ')[0] ?? ''] ?? 'a command';
    const reason = `${refused} was refused (${detail ? `${responseCode} ${detail}` : responseCode})`;
    const isPermanent = error.permanent === true;
    return { reason, isTransient: !isPermanent, permanent: isPermanent && command.startsWith('RCPT') };
  }
  if (LOST.has(code)) {
    const isTransient = originalCode === undefined || TRANSIENT.test(originalCode);
    return { reason: `the connection failed (${originalCode ?? timeoutType ?? code})`, isTransient, permanent: false };
  }
  // The server lacks a required feature: TLS or a log-in.
  return { reason: `the mail cannot be sent (${code})`, isTransient: false, permanent: false };
}

/** What an SMTP command submits, by its verb. */
const SUBJECTS: Readonly<Record<string, string>> = {
  CONN: 'the connection',
  EHLO: 'the greeting',
  HELO: 'the greeting',
  STARTTLS: 'TLS',
  AUTH: 'the log-in',
  MAIL: 'the sender',
  RCPT: 'the recipient',
  DATA: 'the mail',
};
