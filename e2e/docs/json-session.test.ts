// Runs what docs/protocol/json.md tells its reader to paste, against a server.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket as RawWebSocket } from 'ws';
import { embeddedServerFixture } from '../testing/embedded-server-fixture.ts';

const server = embeddedServerFixture();
const page = readFileSync(join(import.meta.dirname, '../../docs/protocol/json.md'), 'utf8');
const SOON = { timeout: 60_000 };

interface JsonFrame {
  readonly kind: string;
  readonly requestId?: number;
  readonly payload?: Record<string, unknown>;
  readonly failure?: object;
}

/** The blocks of one language, for this server. */
function blocks(language: string): string[] {
  const found = [...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map(([, block = '']) => block);
  const { host } = new URL(server.ws);
  return found.map((block) => block.replaceAll('127.0.0.1:7001', host));
}

/** The part of EventSource that the page uses, which Node has only behind a flag. */
class FetchedEvents {
  onmessage: (event: { data: string }) => void = () => undefined;
  readonly #abort = new AbortController();
  readonly #listeners = new Map<string, (event: { data: string }) => void>();

  constructor(url: string) {
    onTestFinished(() => this.close());
    void this.#read(url).catch(() => undefined);
  }

  addEventListener(name: string, listener: (event: { data: string }) => void): void {
    this.#listeners.set(name, listener);
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(url: string): Promise<void> {
    const response = await fetch(url, { signal: this.#abort.signal });
    let text = '';
    for await (const chunk of response.body ?? []) {
      const events = `${text}${Buffer.from(chunk)}`.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const [, name = '', data = ''] = /^(?:event: (.*)\n)?data: (.*)$/.exec(event) ?? [];
        (this.#listeners.get(name) ?? this.onmessage)({ data });
      }
    }
  }
}

/** What the consoles send and receive over WebSocket, in order: `sent 103`, `REPLY 4`. */
const traffic: string[] = [];

class RecordedWebSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    this.addEventListener('message', ({ data }) => {
      const { kind, requestId } = JSON.parse(data) as JsonFrame;
      traffic.push(`${kind} ${requestId}`);
    });
  }

  override send(data: string): void {
    traffic.push(`sent ${JSON.parse(data).rpc}`);
    super.send(data);
  }
}

/** A console of a browser: `paste` runs a block. */
function openConsole(send = fetch): { paste(block: string): void; frames(list?: string): JsonFrame[] } {
  const web = { WebSocket: RecordedWebSocket, EventSource: FetchedEvents, fetch: send, crypto, btoa };
  const context = createContext({ ...web, setInterval: () => undefined, console: { log: () => undefined } });
  const frames = (list = 'frames'): JsonFrame[] => JSON.parse(runInContext(`JSON.stringify(${list})`, context) as string);
  return { paste: (block) => void runInContext(block, context), frames };
}

test('the session of the page works in a console and in websocat: log-in, message, push, resume, CLOSE', async () => {
  const [connect = '', find = '', write = '', resume = '', withoutWebSocket = ''] = blocks('js');
  const lines = (blocks('json')[0] ?? '').trim().split('\n');
  expect(lines).toHaveLength(4);

  const ben: JsonFrame[] = [];
  const websocat = new RawWebSocket(`${server.ws}/?format=json`);
  websocat.on('message', (data) => ben.push(JSON.parse(String(data))));
  await new Promise((resolve) => websocat.once('open', resolve));
  websocat.send(lines[0] ?? '');
  await expect.poll(() => ben.find(({ requestId }) => requestId === 1)?.payload?.name, SOON).toBe('ben');

  const ann = openConsole();
  ann.paste(connect);
  await expect.poll(() => ann.frames().find(({ requestId }) => requestId === 1)?.payload?.name, SOON).toBe('ann');
  ann.paste(find);
  await expect.poll(() => ann.frames().find(({ requestId }) => requestId === 2)?.payload?.name, SOON).toBe('ben');
  ann.paste(write);
  await expect.poll(() => ann.frames().find(({ requestId }) => requestId === 3)?.payload, SOON).toMatchObject({ seq: '1' });
  const push = { messageStored: { seq: '1', text: 'hello' } };
  await expect.poll(() => ben.find(({ kind }) => kind === 'PUSH')?.payload, SOON).toMatchObject(push);

  for (const line of lines.slice(1)) websocat.send(line);
  await expect.poll(() => ben.some(({ kind }) => kind === 'PONG'), SOON).toBe(true);
  await expect
    .poll(() => ben.find(({ requestId }) => requestId === 3)?.payload, SOON)
    .toMatchObject({
      conversations: [{ lastSeq: '1', lastMessage: { text: 'hello' } }],
    });

  ann.paste(resume);
  await expect
    .poll(() => ann.frames().find(({ requestId }) => requestId === 5)?.payload, SOON)
    .toMatchObject({
      conversations: [{ lastSeq: '1' }],
    });
  expect(ann.frames().find(({ requestId }) => requestId === 4)?.payload).toMatchObject({ name: 'ann' });
  await expect.poll(() => ann.frames().find(({ kind }) => kind === 'CLOSE')?.payload?.reason, SOON).toBe('SESSION_REPLACED');
  websocat.terminate();
  // Rule R5 of the wire document.
  expect(traffic.indexOf('sent 210')).toBeGreaterThan(traffic.indexOf('REPLY 4'));

  // The same account without WebSocket, in a console of its own.
  const posted: string[] = [];
  const early: string[] = [];
  const blocked = openConsole(async (url, init) => {
    posted.push(String(url).slice(-4));
    if (String(init?.body).includes('"rpc":210') && !received(1)) early.push('a USER command before LoggedIn');
    const response = await fetch(url, init);
    // The answer to the first POST is lost, also when it is repeated.
    if (posted.length <= 2) throw new TypeError('fetch failed');
    return response;
  });
  blocked.paste(connect.slice(0, connect.indexOf('gate.onmessage')).replace(/^const gate = .*$/m, ''));
  blocked.paste(withoutWebSocket);
  const received = (requestId: number) => blocked.frames('received').find((frame) => frame.requestId === requestId)?.payload;
  await expect.poll(() => received(1)?.name, SOON).toBe('ann');
  await expect.poll(() => received(2), SOON).toMatchObject({ conversations: [{ lastSeq: '1' }] });
  expect([posted, early]).toEqual([['?n=1', '?n=1', '?n=2'], []]);
}, 180_000);
