import { expect, test } from 'vitest';
import { SETTINGS } from '../infra/process/config/settings.ts';
import { gateSlot } from './servers/service-processes.ts';
import { operatorToken, stackSettings } from './stack-settings.ts';

test('settings of the environment reach the services, except those that every instance has of its own', () => {
  const given = {
    IM_RPC_LOG: '1',
    IM_MAX_CONNECTIONS_PER_IP: '7',
    IM_GATE_SLOT: '3',
    IM_LOG_DIR: '',
    PATH: '/bin',
    IM_BOGUS: '1',
  };
  const settings = stackSettings(given);
  expect(settings).toMatchObject({ IM_RPC_LOG: '1', IM_MAX_CONNECTIONS_PER_IP: '7', IM_REGISTRATION: 'open' });
  for (const name of ['IM_GATE_SLOT', 'IM_LOG_DIR', 'PATH', 'IM_BOGUS']) expect(settings).not.toHaveProperty(name);
});

test('the operator gets a new token, or the first of the environment that may act', () => {
  const [one, other] = [operatorToken(stackSettings({})), operatorToken(stackSettings({}))];
  expect(one).toMatch(/^[\w-]{32,}$/);
  expect(other).not.toBe(one);
  const [reader, actor] = ['r'.repeat(32), 'a'.repeat(32)];
  expect(operatorToken(stackSettings({ IM_ADMIN_TOKENS: `ann:read:${reader}, bob:operate:${actor}` }))).toBe(actor);
  expect(operatorToken(stackSettings({ IM_ADMIN_TOKENS: `ann:read:${reader}` }))).toBeUndefined();
});

test('the usual port of status is none of those that the gates of a stack have', () => {
  expect(Number(SETTINGS.IM_STATUS_PORT.fallback)).toBe(Number(SETTINGS.IM_TCP_PORT.fallback) - 1);
});

test('more gates than slots share them', () => {
  expect([0, 7, 8, 17].map((number) => gateSlot(number, {}))).toEqual(['0', '7', '0', '1']);
  expect(gateSlot(5, { IM_GATE_PARTITIONS: '4' })).toBe('1');
});
