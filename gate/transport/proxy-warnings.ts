// Warnings about proxies that hide their clients: the limits per address then count all of them as one.
import type { Log } from '../../infra/ports/index.ts';
import { RepeatedWarning } from '../repeated-warning.ts';

/** More open connections than one person's devices have. */
const CROWD = 50;
/** Addresses of private networks and of this machine, where proxies are. Not an office behind one public address. */
const PRIVATE =
  /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd]|fe80:)/i;

export class ProxyWarnings {
  readonly #noHeader: RepeatedWarning;
  readonly #noAddress: RepeatedWarning;
  readonly #crowd: RepeatedWarning;

  constructor(log: Log) {
    this.#noHeader = new RepeatedWarning(
      log,
      'a trusted proxy sent no PROXY header: configure it to send one, or remove it from IM_TRUSTED_PROXIES',
    );
    this.#noAddress = new RepeatedWarning(
      log,
      'a trusted proxy reports no client address, so all its clients count as one: let it send X-Forwarded-For',
    );
    this.#crowd = new RepeatedWarning(
      log,
      'many clients count as one private address: if that is a proxy, name it in IM_TRUSTED_PROXIES',
    );
  }

  reportNoHeader(proxy: string): void {
    this.#noHeader.report(1, { proxy }, performance.now());
  }

  reportNoAddress(proxy: string): void {
    this.#noAddress.report(1, { proxy }, performance.now());
  }

  /** `open`: connections of that address now. */
  reportClients(address: string, open: number): void {
    if (open < CROWD || !PRIVATE.test(address.replace(/^::ffff:/i, ''))) return;
    this.#crowd.report(1, { address, open }, performance.now());
  }
}
