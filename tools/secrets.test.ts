import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../infra/process/config/read.ts';
import { opener, sealer } from '../infra/process/seal.ts';
import { generateSecrets } from './secrets.ts';

const PLACES = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  MYSQL_URL: 'mysql://im@127.0.0.1/im',
  REDIS_URL: 'redis://127.0.0.1',
  SMTP_URL: 'smtp://127.0.0.1',
};

test('the printed secrets configure a gate, an auth and a verify that can work together, each with only its own secrets', () => {
  const printed = execFileSync(process.execPath, [join(import.meta.dirname, 'secrets.ts')], { encoding: 'utf8' });
  const env = {
    ...PLACES,
    ...Object.fromEntries(
      printed
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    ),
  };
  const gate = readConfig('gate', { env: { ...env, SEAL_PRIVATE_KEY: '', TOKEN_SECRET: '' }, argv: [] });
  const auth = readConfig('auth', { env: { ...env, SEAL_PUBLIC_KEY: '' }, argv: [] });
  const sealed = sealer(gate.sealPublicKey).seal(Buffer.from('password'));
  expect(Buffer.from(opener(auth.sealPrivateKeys).open(sealed).payload).toString()).toBe('password');
  const verify = readConfig('verify', { env: { ...env, TOKEN_SECRET: '', SEAL_PUBLIC_KEY: '' }, argv: [] });
  expect(verify.codeSecrets.map((secret) => secret.length)).toEqual([32]);
  expect(auth.tokenSecrets.map((secret) => secret.length)).toEqual([32]);
});

test('no two sets are alike', () => {
  const sets = Array.from({ length: 10 }, generateSecrets);
  expect(new Set(sets.flatMap((set) => Object.values(set))).size).toBe(40);
});
