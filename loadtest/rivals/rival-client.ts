// One client of the load against a rival. What is due while it is disconnected waits, as in the rival's own clients.
import type { ConnectRival, RivalConnection } from './rival.ts';
import type { RivalOrder } from './rival-order.ts';

const RECONNECT_MS = 1_000;

export interface RivalClientPlan {
  readonly url: string;
  readonly connect: ConnectRival;
  /** The ledger's number of this client in its one conversation. */
  readonly participant: number;
}

export class RivalClient {
  readonly #account: { readonly userId: string; readonly token: string };
  readonly #plan: RivalClientPlan;
  readonly #order: RivalOrder;
  readonly #onIncident: (reason: string) => void;
  readonly #waiting: (() => void)[] = [];
  #connection: RivalConnection | undefined;
  #isOpen = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    account: { readonly userId: string; readonly token: string },
    plan: RivalClientPlan,
    order: RivalOrder,
    onIncident: (reason: string) => void,
  ) {
    this.#account = account;
    this.#plan = plan;
    this.#order = order;
    this.#onIncident = onIncident;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Resolves when the client is logged in, at the first attempt or a later one. */
  open(): Promise<void> {
    return new Promise((resolve) => this.#connect(resolve));
  }

  send(message: number, peerId: string, text: string): void {
    const id = this.#order.idOf(message);
    if (this.#isOpen) this.#connection?.send(id, peerId, text);
    else this.#waiting.push(() => this.#connection?.send(id, peerId, text));
  }

  /** Counts what is stored. False when it cannot be read now. */
  async readHistory(peerId: string): Promise<boolean> {
    const { participant } = this.#plan;
    const messages = this.#isOpen ? await this.#connection?.readHistory(peerId) : undefined;
    for (const message of messages ?? []) this.#order.recordArrival(participant, message, performance.now(), 'final-pull');
    this.#order.ledger.recordFinalPull(participant, messages !== undefined);
    return messages !== undefined;
  }

  close(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#connection?.close();
  }

  #connect(onOpen: () => void): void {
    this.#connection = this.#plan.connect(this.#plan.url, this.#account, {
      onOpen: () => {
        this.#isOpen = true;
        onOpen();
        for (const send of this.#waiting.splice(0)) send();
      },
      onAcknowledged: (message) => this.#order.recordAcknowledgement(message, performance.now()),
      onRefused: (id, reason) => {
        this.#onIncident(`send: ${reason}`);
        this.#order.recordRefusal(id);
      },
      onMessage: (message) => this.#order.recordArrival(this.#plan.participant, message, performance.now(), 'push'),
      onClosed: (reason) => {
        this.#isOpen = false;
        if (this.#isStopped) return;
        this.#onIncident(reason);
        this.#timer = setTimeout(() => this.#connect(onOpen), RECONNECT_MS);
      },
    });
  }
}
