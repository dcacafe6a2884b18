// One connection through the proxy. What it suffers is asked anew for each piece of data.
import { connect, type Socket } from 'node:net';
import { type LinkKind, SLOW_MS } from './links.ts';

/** Above this a direction takes no more until the pieces that wait have gone. */
const MOST_WAITING_BYTES = 4 << 20;
const COMMIT = Buffer.from('COMMIT');

export interface ProxiedOptions {
  readonly near: Socket;
  readonly far: { readonly host: string; readonly port: number };
  /** Who has opened it. Undefined where the first bytes have to tell. */
  readonly from: string | undefined;
  nameOf?(firstBytes: Buffer): string;
  suffers(from: string): { readonly kind: LinkKind; readonly isNearFirst: boolean } | undefined;
  onClose(): void;
}

export class ProxiedConnection {
  readonly #options: ProxiedOptions;
  readonly #far: Socket;
  #from: string | undefined;
  /** Bytes are missing in it: it may not go on when the link is whole again. */
  #hasSwallowed = false;

  constructor(options: ProxiedOptions) {
    const { near, far, from, onClose } = options;
    this.#options = options;
    this.#from = from;
    this.#far = connect({ ...far, noDelay: true });
    near.setNoDelay(true);
    this.#carry(near, this.#far, true);
    this.#carry(this.#far, near, false);
    for (const [socket, other] of [
      [near, this.#far],
      [this.#far, near],
    ] as const) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        other.destroy();
        onClose();
      });
    }
  }

  /** Undefined until its first bytes have told. */
  get from(): string | undefined {
    return this.#from;
  }

  get hasSwallowed(): boolean {
    return this.#hasSwallowed;
  }

  /** Both ends get a reset. */
  cut(): void {
    this.#options.near.resetAndDestroy();
    // While it connects, a reset would wait for that.
    if (this.#far.connecting) this.#far.destroy();
    else this.#far.resetAndDestroy();
  }

  #carry(source: Socket, sink: Socket, isFromNear: boolean): void {
    const waiting: { readonly piece: Buffer; readonly dueMs: number }[] = [];
    let waitingBytes = 0;
    const send = (piece: Buffer): void => {
      if (sink.writable && !sink.write(piece)) {
        source.pause();
        sink.once('drain', () => source.resume());
      }
    };
    // Runs while something waits.
    const sendDue = (): void => {
      for (;;) {
        const [first] = waiting;
        if (!first) break;
        const leftMs = first.dueMs - performance.now();
        if (leftMs > 0) {
          setTimeout(sendDue, leftMs);
          break;
        }
        waiting.shift();
        waitingBytes -= first.piece.length;
        send(first.piece);
      }
      if (waitingBytes < MOST_WAITING_BYTES) source.resume();
    };
    source.on('data', (piece: Buffer) => {
      if (isFromNear) this.#from ??= this.#options.nameOf?.(piece) ?? '';
      const found = this.#from === undefined ? undefined : this.#options.suffers(this.#from);
      if (found?.kind === 'cut') return this.cut();
      if (found && swallows(found, isFromNear)) {
        this.#hasSwallowed = true;
        return;
      }
      if (found?.kind === 'cut-commit' && isFromNear && piece.includes(COMMIT)) return this.#cutBehind(piece);
      if (found?.kind !== 'slow' && waiting.length === 0) return send(piece);
      waiting.push({ piece, dueMs: performance.now() + (found?.kind === 'slow' ? SLOW_MS : 0) });
      waitingBytes += piece.length;
      if (waitingBytes > MOST_WAITING_BYTES) source.pause();
      if (waiting.length === 1) setTimeout(sendDue, SLOW_MS);
    });
    source.on('end', () => (waiting.length === 0 ? sink.end() : setTimeout(() => sink.end(), SLOW_MS)));
  }

  /** The server gets the piece; nobody hears what became of it. */
  #cutBehind(piece: Buffer): void {
    this.#far.removeAllListeners('data');
    this.#far.resume();
    this.#far.end(piece);
    // The near end hears of it now; the far one goes on with what it has got.
    this.#options.near.removeAllListeners('close');
    this.#options.near.resetAndDestroy();
  }
}

function swallows({ kind, isNearFirst }: { kind: LinkKind; isNearFirst: boolean }, isFromNear: boolean): boolean {
  return kind === 'half-open' || (kind === 'one-way' && isNearFirst !== isFromNear);
}
