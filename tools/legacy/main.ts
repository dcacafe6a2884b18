// `npm run legacy`: clients of the ancestor talk to a gate through this process. docs/legacy.md is its guide.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArguments } from '../../proto/text/arguments.ts';
import { parseGateUrl } from './gate-link.ts';
import { startLegacyServer } from './server.ts';

const KEY_BYTES = 32;
const USAGE = 64;
const DEFAULT_PORT = '7100';

const OPTIONS = {
  host: { type: 'string' },
  port: { type: 'string' },
  gate: { type: 'string' },
  'weak-passwords': { type: 'string' },
  'proxy-header': { type: 'boolean' },
} as const;

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArguments(argv, OPTIONS);
  const gateUrl = values.gate ?? 'tcp://127.0.0.1:7000';
  const gate = parseGateUrl(gateUrl);
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!gate) throw new TypeError('--gate is not a URL like tcp://127.0.0.1:7000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TypeError('--port is not a port number');
  const host = values.host ?? '127.0.0.1';
  const keyFile = values['weak-passwords'];
  const server = await startLegacyServer({
    host,
    port,
    gate,
    sendsProxyHeader: values['proxy-header'] ?? false,
    weakPasswordKey: keyFile === undefined ? undefined : readKey(keyFile),
    onListenerError: ({ message }) => process.stderr.write(`listener failed, new clients may not connect: ${message}\n`),
    limits: { maxConnections: 10_000, maxConnectionsPerIp: 10_000, maxHandshakesPerIp: 1000 },
  });
  process.stdout.write(`clients of the ancestor: ${host}:${server.port}, gate: ${gateUrl}\n`);
  if (keyFile !== undefined) process.stdout.write(`weak passwords are accepted, with the secret in ${keyFile}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
}

/** The secret of the file, which is made when it is missing. */
function readKey(file: string): Buffer {
  try {
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (key.length !== KEY_BYTES) throw new TypeError(`--weak-passwords: ${file} does not hold ${KEY_BYTES} bytes in base64url`);
  return key;
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof TypeError ? USAGE : 1;
});
