import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../infra/process/config/read.ts';
import { gatePackKeys, servicePackKeys } from '../infra/process/pack-keys.ts';
import { opener, sealer } from '../infra/process/seal.ts';
import { topicNames } from '../proto/rpc.ts';
import { generateSecrets } from './secrets.ts';

const PLACES = {
  IM_KAFKA_BROKERS: '127.0.0.1:9092',
  IM_MYSQL_URL: 'mysql://im@127.0.0.1/im',
  IM_REDIS_URL: 'redis://127.0.0.1',
  IM_SMTP_URL: 'smtp://127.0.0.1',
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
  const gate = readConfig('gate', {
    env: { ...env, IM_SEAL_PRIVATE_KEY: '', IM_TOKEN_SECRET: '', IM_PACK_SERVICE_SECRET: '' },
    argv: [],
  });
  const auth = readConfig('auth', { env: { ...env, IM_SEAL_PUBLIC_KEY: '', IM_PACK_PUBLIC_KEY: '' }, argv: [] });
  const sealed = sealer(gate.sealPublicKey).seal(Buffer.from('password'));
  expect(Buffer.from(opener(auth.sealPrivateKeys).open(sealed).payload).toString()).toBe('password');
  const place = { topic: 'im.gate.1', partition: 0 };
  const packs = gatePackKeys(gate);
  const record = servicePackKeys(auth, topicNames(1)).signer.sign(Buffer.from('pack'), place, `gate.${packs.publicKey}`);
  expect(Buffer.from(packs.verifier.verify(record, place)?.message ?? []).toString()).toBe('pack');
  const verify = readConfig('verify', { env: { ...env, IM_TOKEN_SECRET: '', IM_SEAL_PUBLIC_KEY: '' }, argv: [] });
  expect(verify.codeSecrets.map((secret) => secret.length)).toEqual([32]);
  expect(auth.tokenSecrets.map((secret) => secret.length)).toEqual([32]);
});

test('no two sets are alike', () => {
  const sets = Array.from({ length: 10 }, generateSecrets);
  expect(new Set(sets.flatMap((set) => Object.values(set))).size).toBe(70);
});
