// The mails of a deployment without a mail server. Each is kept as a file in the data folder and shown on the console.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptMail, KeptMails } from '../status/ports.ts';
import { formatMailForConsole } from '../verify/mail/console-format.ts';
import { type Mail, type Mailer, MailFailed } from '../verify/ports.ts';

/** Bounds the size of the folder over years. The codes in older mails have expired. */
const KEPT_MAILS = 1000;

/**
 * Keeps the newest 1000 mails as JSON files in `folder`/mails, which only the owner can read, and passes each to `print`. The
 * mails survive a restart. Only one process at a time may use the folder. Throws if the folder cannot be created.
 */
export function mailSpool(folder: string, { print }: { print?(text: string): void } = {}): Mailer & KeptMails {
  const path = join(folder, 'mails');
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const files = sweep(path);
  let lastAt = Number(files.at(-1)?.slice(0, 15) ?? 0);

  return {
    async send(mail) {
      // File names must rise with time, even for two mails in one millisecond or after the clock was set back.
      lastAt = Math.max(Date.now(), lastAt + 1);
      const file = `${String(lastAt).padStart(15, '0')}-${randomBytes(4).toString('hex')}.json`;
      try {
        await write(join(path, file), { at: lastAt, ...mail });
        files.push(file);
        files.sort();
        for (const old of files.splice(0, files.length - KEPT_MAILS)) await rm(join(path, old), { force: true });
      } catch (error) {
        throw new MailFailed(`the mail cannot be kept in ${path}`, { permanent: false, cause: error });
      }
      print?.(formatMailForConsole(mail));
    },
    async listNewest(limit) {
      const names = files.slice(-limit).reverse();
      const mails = await Promise.all(names.map((name) => read(join(path, name))));
      return mails.filter((mail) => mail !== undefined);
    },
  };
}

/** Returns the files of complete mails, the oldest first; removes files that a killed process left incomplete. */
function sweep(path: string): string[] {
  const names = readdirSync(path);
  for (const name of names) if (name.endsWith('.new')) rmSync(join(path, name));
  return names.filter((name) => /^\d{15}-[0-9a-f]{8}\.json$/.test(name)).sort();
}

/** Renames the complete file, so a listing of the folder contains complete mails only. */
async function write(file: string, mail: Mail & { at: number }): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(mail, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(`${file}.new`, file);
}

/** Undefined for a deleted file, or one that an edit has made invalid. */
async function read(file: string): Promise<KeptMail | undefined> {
  try {
    const { at, to, subject, text } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    return { at: Number(at), to: String(to), subject: String(subject), text: String(text) };
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
