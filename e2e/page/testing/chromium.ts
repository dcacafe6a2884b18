// A tab of Debian's headless Chromium, driven over its debugging protocol.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Generous: a browser starts slowly on a busy machine. */
const WAIT_MS = 60_000;
const POLL_MS = 50;

export const hasChromium = spawnSync('chromium', ['--version']).status === 0;

export interface Tab {
  /** What the console, the page or its security policy complained of since the start. */
  readonly complaints: string[];
  open(url: string): Promise<void>;
  /** The value of an expression in the page; promises are awaited. Throws what it throws. */
  evaluate<T>(expression: string): Promise<T>;
  /** Waits until the expression is true. */
  waitFor(expression: string): Promise<void>;
  /** Presses and releases a key: "Tab", "Enter", "Escape". */
  press(key: string): Promise<void>;
  /** In CSS pixels. A phone has a touch screen and no scroll bars. */
  resize(width: number, height: number, isPhone?: boolean): Promise<void>;
  prefer(theme: 'light' | 'dark'): Promise<void>;
  /** Of what is visible, or of the whole page, as a PNG file. */
  photograph(path: string, isWhole?: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Runs in every page before its own code. */
const WATCH_POLICY = `addEventListener('securitypolicyviolation', (event) =>
  console.error('security policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile));`;

export async function openTab(): Promise<Tab> {
  const profile = await mkdtemp(join(tmpdir(), 'im-chromium-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const chromium = spawn('chromium', [...flags, '--lang=en-GB', 'about:blank'], { stdio: 'ignore' });
  const protocol = await connect(await findTarget(profile));
  const complaints = watchComplaints(protocol);
  for (const domain of ['Page', 'Runtime', 'Log']) await protocol.send(`${domain}.enable`);
  await protocol.send('Page.addScriptToEvaluateOnNewDocument', { source: WATCH_POLICY });
  return {
    complaints,
    ...driveTab(protocol),
    async close() {
      protocol.close();
      await end(chromium);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function driveTab(protocol: Protocol): Omit<Tab, 'complaints' | 'close'> {
  const { send } = protocol;
  const evaluate = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result?.value as T;
  };
  const waitFor = (expression: string): Promise<void> =>
    // A page that is being replaced throws.
    waitUntil(() => evaluate<boolean>(`Boolean(${expression})`).catch(() => false), expression);
  return {
    evaluate,
    waitFor,
    async open(url) {
      await send('Page.navigate', { url });
      await waitFor(`document.readyState === 'complete' && location.href.startsWith(${JSON.stringify(url)})`);
    },
    async press(key) {
      const text = key === 'Enter' ? '\r' : key === 'Space' ? ' ' : undefined;
      const code = { Tab: 9, Enter: 13, Escape: 27, Space: 32 }[key] ?? 0;
      const event = { key: key === 'Space' ? ' ' : key, code: key, windowsVirtualKeyCode: code };
      await send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', ...event, ...(text && { text }) });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    },
    async resize(width, height, isPhone = false) {
      await send('Emulation.setDeviceMetricsOverride', { width, height, mobile: isPhone, deviceScaleFactor: isPhone ? 2 : 1 });
    },
    async prefer(theme) {
      await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: theme }] });
    },
    async photograph(path, isWhole = false) {
      const { data } = await send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: isWhole });
      await writeFile(path, Buffer.from(data ?? '', 'base64'));
    },
  };
}

interface Answer {
  readonly result?: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
  readonly data?: string;
}

interface Protocol {
  send(method: string, params?: object): Promise<Answer>;
  on(listener: (method: string, params: Record<string, never>) => void): void;
  close(): void;
}

async function connect(url: string): Promise<Protocol> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const waiting = new Map<number, (answer: Answer) => void>();
  const listeners: ((method: string, params: Record<string, never>) => void)[] = [];
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as { id?: number; result?: Answer; method?: string; params?: Record<string, never> };
    if (message.id !== undefined) waiting.get(message.id)?.(message.result ?? {});
    else for (const listener of listeners) listener(message.method ?? '', message.params ?? {});
  });
  let last = 0;
  return {
    send: (method, params = {}) =>
      new Promise((resolve) => {
        waiting.set(++last, resolve);
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    on: (listener) => listeners.push(listener),
    close: () => socket.close(),
  };
}

function watchComplaints(protocol: Protocol): string[] {
  const complaints: string[] = [];
  protocol.on((method, params) => {
    const { type, args, exceptionDetails, entry } = params as unknown as {
      type?: string;
      args?: { value?: unknown; description?: string }[];
      exceptionDetails?: { text: string; exception?: { description?: string } };
      entry?: { level: string; text: string; url?: string };
    };
    if (method === 'Runtime.consoleAPICalled' && (type === 'error' || type === 'warning'))
      complaints.push((args ?? []).map(({ value, description }) => String(value ?? description)).join(' '));
    if (method === 'Runtime.exceptionThrown')
      complaints.push(exceptionDetails?.exception?.description ?? exceptionDetails?.text ?? 'an exception');
    if (method === 'Log.entryAdded' && entry?.level === 'error') complaints.push(`${entry.text} ${entry.url ?? ''}`.trim());
  });
  return complaints;
}

/** The address of the first page, once the browser listens. */
async function findTarget(profile: string): Promise<string> {
  let port = '';
  await waitUntil(async () => {
    port = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n')[0] ?? '';
    return /^\d+$/.test(port);
  }, 'Chromium listens');
  let url = '';
  await waitUntil(async () => {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      type: string;
      webSocketDebuggerUrl: string;
    }[];
    url = targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '';
    return url !== '';
  }, 'Chromium has a page');
  return url;
}

async function end(chromium: ChildProcess): Promise<void> {
  if (chromium.exitCode !== null || chromium.signalCode !== null) return;
  const gone = once(chromium, 'exit');
  chromium.kill('SIGKILL');
  await gone;
}

async function waitUntil(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  const stopAt = performance.now() + WAIT_MS;
  while (!(await isTrue())) {
    if (performance.now() > stopAt) throw new Error(`waited ${WAIT_MS / 1000} s in vain for: ${what}`);
    await sleep(POLL_MS);
  }
}
