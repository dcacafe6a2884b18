// A gate that a scenario plays: it speaks frames over TCP, has the services that a client needs in memory, and does what the
// scenario wants in their place.
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { FrameDecoder, type FrameSink, withLengthPrefix } from '../../proto/framing.ts';
import { allServices, im, rpcsByNumber } from '../../proto/rpc.ts';
import { GateStore } from './gate-store.ts';

const { Kind } = im.Frame;
const RPCS = rpcsByNumber(allServices());
const MAX_FRAME_BYTES = 65_536;

/** A command as the gate has received it. */
export interface ReceivedCommand {
  readonly rpc: string;
  readonly requestId: number;
  readonly request: object;
  /** By `performance.now()`. */
  readonly at: number;
}

/** Returns true when it has dealt with a command itself; otherwise the store replies. */
export type CommandHook = (command: ReceivedCommand, connection: ScriptedConnection) => boolean;

/** A rule that a client has broken, whatever the scenario: reported at once. */
export type OnBreach = (rule: string, what: string) => void;

/** One connection, from its gate's side. */
export class ScriptedConnection implements FrameSink {
  readonly openedAt = performance.now();
  readonly commands: ReceivedCommand[] = [];
  clientHello: im.ClientHello | undefined;
  lastFrameAt = performance.now();
  /** The longest time without a frame of the client so far. */
  longestSilenceMs = 0;
  isLoggedIn = false;
  isClosed = false;
  readonly #gate: ScriptedGate;
  readonly #socket: Socket;
  readonly #decoder = new FrameDecoder(MAX_FRAME_BYTES);
  readonly #waiting = new Set<number>();

  constructor(gate: ScriptedGate, socket: Socket) {
    this.#gate = gate;
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      const error = this.#decoder.push(chunk, this);
      if (!error) return;
      gate.onBreach('R1', `sent bytes that are no frame: ${error.detail}`);
      socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.isClosed = true;
    });
  }

  /** Sends frames in one piece. */
  send(...frames: im.Frame.$Properties[]): void {
    this.write(Buffer.concat(frames.map((frame) => withLengthPrefix(im.Frame.encode(frame).finish()))));
  }

  write(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  push(push: im.Push.$Properties): void {
    this.send({ kind: Kind.PUSH, payload: im.Push.encode(push).finish() });
  }

  reply({ rpc, requestId }: ReceivedCommand, payload: Uint8Array): void {
    this.#waiting.delete(requestId);
    this.send({ kind: Kind.REPLY, rpc: numberOf(rpc), requestId, payload });
  }

  fail({ rpc, requestId }: ReceivedCommand, failure: im.Failure.$Properties): void {
    this.#waiting.delete(requestId);
    this.send({ kind: Kind.REPLY, rpc: numberOf(rpc), requestId, failure });
  }

  /** The reply of a gate without a script. */
  answer(command: ReceivedCommand): void {
    if (BINDING.has(command.rpc)) this.isLoggedIn = true;
    this.reply(command, this.#gate.store.reply(command.rpc, command.request));
  }

  close(close: im.Close.$Properties): void {
    this.send({ kind: Kind.CLOSE, payload: im.Close.encode(close).finish() });
    this.#socket.end();
  }

  /** Cuts the connection without a CLOSE. */
  drop(): void {
    this.#socket.destroy();
  }

  onFrame(bytes: Uint8Array): void {
    const now = performance.now();
    this.longestSilenceMs = Math.max(this.longestSilenceMs, now - this.lastFrameAt);
    this.lastFrameAt = now;
    const frame = this.#decode(bytes);
    if (frame?.kind === Kind.HELLO) this.#takeHello(frame);
    else if (frame?.kind === Kind.PING && this.#gate.answersPings) this.send({ kind: Kind.PONG });
    else if (frame?.kind === Kind.COMMAND) this.#takeCommand(frame, now);
  }

  #decode(bytes: Uint8Array): im.Frame | undefined {
    try {
      return im.Frame.decode(Uint8Array.from(bytes));
    } catch {
      this.#gate.onBreach('R1', 'sent a frame that cannot be decoded');
      return undefined;
    }
  }

  #takeHello({ payload }: im.Frame): void {
    if (this.clientHello) this.#gate.onBreach('R4', 'sent a second HELLO');
    if (this.commands.length > 0) this.#gate.onBreach('R4', 'sent its HELLO after a command');
    this.clientHello = im.ClientHello.decode(payload);
    const { protocolVersion } = this.clientHello;
    if (protocolVersion !== 1) this.#gate.onBreach('R4', `asked for protocol version ${protocolVersion}`);
  }

  #takeCommand(frame: im.Frame, at: number): void {
    const rpc = RPCS.get(frame.rpc);
    const { requestId } = frame;
    if (requestId === 0) this.#gate.onBreach('R6', 'sent a command with request_id 0');
    if (this.#waiting.has(requestId)) this.#gate.onBreach('R6', `used request_id ${requestId} for two waiting commands`);
    if (rpc?.access === 'USER' && !this.isLoggedIn) this.#gate.onBreach('R5', `called ${rpc.name} before LoggedIn had arrived`);
    this.#waiting.add(requestId);
    if (!rpc) return;
    const command = { rpc: rpc.name, requestId, request: rpc.request.decode(frame.payload), at };
    this.commands.push(command);
    if (!this.#gate.hook(command, this)) this.answer(command);
  }
}

export class ScriptedGate {
  readonly store = new GateStore();
  readonly connections: ScriptedConnection[] = [];
  readonly onBreach: OnBreach;
  answersPings = true;
  hook: CommandHook = () => false;
  /** What a new connection gets first; a scenario may send its own. */
  greet: (connection: ScriptedConnection) => void = (connection) => connection.send(this.helloFrame());
  hello: im.Hello.$Properties = {
    protocolVersion: 1,
    maxFrameBytes: MAX_FRAME_BYTES,
    heartbeatIntervalMs: 1000,
    idleTimeoutMs: 60_000,
    logInTimeoutMs: 30_000,
    maxCommandsPerSecond: 1000,
    maxPendingCommands: 64,
    commandTimeoutMs: 20_000,
    gateInstance: 'conformance',
  };
  readonly #server: Server = createServer({ noDelay: true }, (socket) => {
    const connection = new ScriptedConnection(this, socket);
    this.connections.push(connection);
    this.greet(connection);
  });

  constructor(onBreach: OnBreach) {
    this.onBreach = onBreach;
  }

  /** Where it listens. */
  get url(): string {
    return `tcp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get last(): ScriptedConnection {
    const connection = this.connections.at(-1);
    if (!connection) throw new Error('no client has connected');
    return connection;
  }

  /** All commands of one rpc over all connections, in their order. */
  commandsOf(rpc: string): ReceivedCommand[] {
    return this.connections.flatMap(({ commands }) => commands.filter((command) => command.rpc === rpc));
  }

  helloFrame(): im.Frame.$Properties {
    return { kind: Kind.HELLO, payload: im.Hello.encode({ ...this.hello, serverTime: Date.now() }).finish() };
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const connection of this.connections) connection.drop();
    await closed;
  }
}

const BINDING: ReadonlySet<string> = new Set([...RPCS.values()].filter(({ binds }) => binds).map(({ name }) => name));

function numberOf(name: string): number {
  return [...RPCS.values()].find((rpc) => rpc.name === name)?.number ?? 0;
}
