// A client and its fake gate, with short times, cleaned up after each test.
import { onTestFinished } from 'vitest';
import { type Client, type ClientEvents, type ClientOptions, createClient, type ReceivedMessage, type Timing } from '../node.ts';
import { type FakeGate, startFakeGate, TOKEN } from './fake-gate.ts';

const QUICK: Partial<Timing> = {
  helloTimeoutMs: 2000,
  reconnectMinMs: 5,
  reconnectMaxMs: 20,
  gapWaitMs: 20,
  logInTimeoutMs: 5000,
  callTimeoutMs: 5000,
};

/** A client, its gate, and the events the client has emitted. */
export interface SdkFixture {
  readonly gate: FakeGate;
  readonly client: Client;
  readonly messages: ReceivedMessage[];
  readonly states: ClientEvents['state'][];
  readonly ends: ClientEvents['closed'][];
}

export async function startTestGate(): Promise<FakeGate> {
  const gate = await startFakeGate();
  onTestFinished(() => gate.stop());
  return gate;
}

export function newClient(gate: FakeGate, options: Partial<ClientOptions> = {}): SdkFixture {
  const { timing, ...others } = options;
  const client = createClient({ gates: [gate.tcp], from: 'beginning', timing: { ...QUICK, ...timing }, ...others });
  onTestFinished(() => client.close());
  const fixture: SdkFixture = { gate, client, messages: [], states: [], ends: [] };
  client.on('message', (message) => fixture.messages.push(message));
  client.on('state', (state) => fixture.states.push(state));
  client.on('closed', (end) => fixture.ends.push(end));
  return fixture;
}

/** A client that has logged in and synced. `prepare` changes the gate before the client connects. */
export async function connectedClient(
  options: Partial<ClientOptions> = {},
  prepare?: (gate: FakeGate) => void,
): Promise<SdkFixture> {
  const gate = await startTestGate();
  prepare?.(gate);
  const fixture = newClient(gate, options);
  const synced = new Promise((resolve) => fixture.client.on('synced', resolve));
  await fixture.client.resume(TOKEN);
  await synced;
  return fixture;
}

export function receivedTexts({ messages }: SdkFixture): string[] {
  return messages.map(({ text }) => text);
}
