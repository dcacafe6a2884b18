// The connection between the coordinator of a run and one generator: both prove that they know the secret, then they exchange
// values. Only after the proof are bytes deserialized.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import { FrameDecoder, withLengthPrefix } from '../../proto/framing.ts';

/** Raised with each change of the messages. */
const PROTOCOL = 1;
const MAX_HANDSHAKE_BYTES = 4_096;
/** The results of a long run with many conversations. */
const MAX_MESSAGE_BYTES = 2 ** 30;
const HANDSHAKE_MS = 10_000;
/** Both sides say something every few seconds. */
const SILENCE_MS = 30_000;

/** Why the other side is not taken, as a sentence. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
}

/** `In` and `Out` are what this side receives and sends. */
export class Channel<In, Out> {
  readonly remote: string;
  readonly #socket: Socket;
  readonly #silence: NodeJS.Timeout;
  #onMessage: (message: In) => void = () => undefined;
  #onEnd: (reason: string) => void = () => undefined;
  #ended: string | undefined;

  /** Resolves when both sides have proved that they know the secret. Rejects with HandshakeError. */
  static async open<In, Out>(socket: Socket, role: 'coordinator' | 'generator', secret: string): Promise<Channel<In, Out>> {
    const frames = new HandshakeFrames(socket);
    try {
      await (role === 'coordinator' ? greetGenerator(frames, secret) : greetCoordinator(frames, secret));
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      frames.stop();
    }
    return new Channel(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.remote = `${socket.remoteAddress}:${socket.remotePort}`;
    const decoder = new FrameDecoder(MAX_MESSAGE_BYTES);
    socket.setNoDelay(true);
    this.#silence = setTimeout(() => this.#end(`it said nothing for ${SILENCE_MS / 1000} s`), SILENCE_MS);
    socket.on('data', (chunk: Buffer) => {
      this.#silence.refresh();
      const error = decoder.push(chunk, { onFrame: (bytes) => this.#onMessage(deserialize(bytes) as In) });
      if (error) this.#end(error.detail);
    });
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('the connection ended'));
  }

  /** `onEnd` is called once, at once if the channel has ended already. */
  listen(onMessage: (message: In) => void, onEnd: (reason: string) => void): void {
    this.#onMessage = onMessage;
    this.#onEnd = onEnd;
    if (this.#ended !== undefined) onEnd(this.#ended);
  }

  send(message: Out): void {
    if (this.#socket.writable) this.#socket.write(withLengthPrefix(serialize(message)));
  }

  close(): void {
    this.#ended ??= 'closed';
    clearTimeout(this.#silence);
    this.#socket.end();
    // What was written still goes out; a peer that does not close is not waited for.
    this.#socket.setTimeout(1_000, () => this.#socket.destroy());
  }

  #end(reason: string): void {
    clearTimeout(this.#silence);
    this.#socket.destroy();
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#onEnd(reason);
  }
}

interface Greeting {
  readonly protocol?: number;
  readonly node?: string;
  readonly nonce?: string;
  readonly proof?: string;
  readonly refused?: string;
}

async function greetGenerator(frames: HandshakeFrames, secret: string): Promise<void> {
  const nonce = randomBytes(16).toString('hex');
  frames.send({ protocol: PROTOCOL, node: process.version, nonce });
  const { protocol, node, nonce: other = '', proof = '' } = await frames.next();
  const refused =
    protocol !== PROTOCOL || node !== process.version
      ? `it has another version (Node ${node}, here ${process.version}): use the same checkout on all machines`
      : isProof(proof, secret, `generator ${nonce} ${other}`)
        ? undefined
        : 'its secret is another one: copy the file of --secret-file';
  if (refused !== undefined) {
    frames.send({ refused });
    throw new HandshakeError(refused);
  }
  frames.send({ proof: prove(secret, `coordinator ${other} ${nonce}`) });
}

async function greetCoordinator(frames: HandshakeFrames, secret: string): Promise<void> {
  const { nonce: other = '' } = await frames.next();
  const nonce = randomBytes(16).toString('hex');
  const proof = prove(secret, `generator ${other} ${nonce}`);
  frames.send({ protocol: PROTOCOL, node: process.version, nonce, proof });
  const answer = await frames.next();
  if (answer.refused !== undefined) throw new HandshakeError(`the coordinator refuses this generator: ${answer.refused}`);
  if (!isProof(answer.proof ?? '', secret, `coordinator ${nonce} ${other}`))
    throw new HandshakeError('the coordinator does not know the secret: is the address right?');
}

function prove(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

function isProof(proof: string, secret: string, text: string): boolean {
  const [given, wanted] = [Buffer.from(proof), Buffer.from(prove(secret, text))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** The first frames of a connection: small, and JSON, because anybody may send them. */
class HandshakeFrames {
  readonly #socket: Socket;
  readonly #received: Greeting[] = [];
  #wake: () => void = () => undefined;
  #problem: string | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #onData: (chunk: Buffer) => void;
  readonly #onEnd = (): void => this.#fail('the connection ended');

  constructor(socket: Socket) {
    this.#socket = socket;
    const decoder = new FrameDecoder(MAX_HANDSHAKE_BYTES);
    this.#onData = (chunk) => {
      if (decoder.push(chunk, { onFrame: (bytes) => this.#receive(bytes) })) this.#fail('it speaks another protocol');
    };
    this.#timer = setTimeout(() => this.#fail('it does not answer'), HANDSHAKE_MS);
    socket.on('data', this.#onData).on('close', this.#onEnd).on('error', this.#onEnd);
  }

  send(greeting: Greeting): void {
    this.#socket.write(withLengthPrefix(Buffer.from(JSON.stringify(greeting))));
  }

  async next(): Promise<Greeting> {
    while (this.#received.length === 0 && this.#problem === undefined)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    const greeting = this.#received.shift();
    if (greeting) return greeting;
    throw new HandshakeError(this.#problem);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#socket.off('data', this.#onData).off('close', this.#onEnd);
  }

  #receive(bytes: Uint8Array): void {
    try {
      this.#received.push(JSON.parse(Buffer.from(bytes).toString()) as Greeting);
      this.#wake();
    } catch {
      this.#fail('it speaks another protocol');
    }
  }

  #fail(problem: string): void {
    this.#problem ??= problem;
    this.#wake();
  }
}
