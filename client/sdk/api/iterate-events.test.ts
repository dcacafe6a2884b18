import { expect, test } from 'vitest';
import type { ClientEvents } from './client-events.ts';
import { iterateEvents } from './iterate-events.ts';
import { createListeners, type Listeners } from './listeners.ts';

const notice = (text: string): ClientEvents['notice'] => ({ text, sentAt: 1 });

async function collect(events: AsyncIterable<ClientEvents['notice']>): Promise<string[]> {
  const texts: string[] = [];
  for await (const { text } of events) texts.push(text);
  return texts;
}

function startEmitter(): { client: Listeners<ClientEvents>; emit(text: string): void } {
  const client = createListeners<ClientEvents>();
  return { client, emit: (text) => client.emit('notice', notice(text)) };
}

test('an iteration has every event from its start to the end of the session, in order', async () => {
  const { client, emit } = startEmitter();
  emit('before');
  const events = iterateEvents(client, 'notice');
  emit('one');
  const texts = collect(events);
  emit('two');
  await Promise.resolve();
  emit('three');
  client.emit('closed', { reason: 'CLIENT', message: '' });
  emit('after');
  expect(await texts).toEqual(['one', 'two', 'three']);
  expect(client.hasListeners('notice')).toBe(false);
});

test('an abort ends an iteration that waits, and one that has not begun', async () => {
  const { client } = startEmitter();
  const caller = new AbortController();
  const texts = collect(iterateEvents(client, 'notice', { signal: caller.signal }));
  caller.abort();
  expect(await texts).toEqual([]);
  expect(await collect(iterateEvents(client, 'notice', { signal: caller.signal }))).toEqual([]);
  expect(client.hasListeners('notice')).toBe(false);
  expect(client.hasListeners('closed')).toBe(false);
});

test('two callers that wait at once get one event each, in their order', async () => {
  const { client, emit } = startEmitter();
  const events = iterateEvents(client, 'notice');
  const both = Promise.all([events.next(), events.next()]);
  emit('one');
  emit('two');
  expect((await both).map(({ value }) => value?.text)).toEqual(['one', 'two']);
});

test('a break removes the listeners', async () => {
  const { client, emit } = startEmitter();
  const events = iterateEvents(client, 'notice');
  emit('one');
  for await (const { text } of events) {
    expect(text).toBe('one');
    break;
  }
  expect(client.hasListeners('notice')).toBe(false);
});
