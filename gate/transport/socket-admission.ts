// Counts sockets from the moment they are accepted, before any handshake, in all and by client network: an address must not keep
// everybody else out, and a socket that never completes its handshake is a socket.
import type { Socket as NetSocket } from 'node:net';
import { clientIpKey, siteKey } from '../../proto/text/client-ip.ts';
import type { TrustedProxies } from './proxies.ts';

/** A full gate sends this many further sockets a CLOSE with the reason. It destroys those beyond at once. */
const MAX_REJECTED_SOCKETS = 100;
const MAX_REJECTED_PER_NETWORK = 20;
/** One IPv6 site (/48) has many /64 networks. Together they count as this many. */
const NETWORKS_PER_SITE = 4;

export interface AdmissionLimits {
  readonly maxConnections: number;
  /** Of one IPv4 address or IPv6 /64. */
  readonly maxConnectionsPerIp: number;
}

export class SocketAdmission {
  readonly #limits: AdmissionLimits;
  readonly #proxies: TrustedProxies;
  readonly #byNetwork = new Map<string, number>();
  #open = 0;

  constructor(limits: AdmissionLimits, proxies: TrustedProxies) {
    this.#limits = limits;
    this.#proxies = proxies;
  }

  /** Counts a new socket until it closes. False, and the socket is destroyed, when there are far too many. */
  admit(socket: NetSocket): boolean {
    this.#open++;
    socket.once('close', () => {
      this.#open--;
    });
    const address = socket.remoteAddress ?? '';
    if (!this.#proxies.trusts(address)) this.#countClient(address, socket);
    const isExcess =
      this.#open > this.#limits.maxConnections + MAX_REJECTED_SOCKETS ||
      (!this.#proxies.trusts(address) && this.#excessOf(address) > MAX_REJECTED_PER_NETWORK);
    if (isExcess) socket.destroy();
    return !isExcess;
  }

  /** Counts the client of a trusted proxy, once its address is known. */
  admitProxied(clientIp: string, socket: NetSocket): void {
    if (this.#proxies.trusts(socket.remoteAddress ?? '')) this.#countClient(clientIp, socket);
  }

  /** True when there are more sockets than connections are allowed. */
  get isFull(): boolean {
    return this.#open > this.#limits.maxConnections;
  }

  /** True when there are more sockets of this client's network than are allowed. */
  isNetworkFull(clientIp: string): boolean {
    return this.#excessOf(clientIp) > 0;
  }

  #excessOf(clientIp: string): number {
    const { maxConnectionsPerIp } = this.#limits;
    const site = siteKey(clientIp);
    const ofNetwork = (this.#byNetwork.get(clientIpKey(clientIp)) ?? 0) - maxConnectionsPerIp;
    if (site === undefined) return ofNetwork;
    return Math.max(ofNetwork, (this.#byNetwork.get(site) ?? 0) - maxConnectionsPerIp * NETWORKS_PER_SITE);
  }

  #countClient(clientIp: string, socket: NetSocket): void {
    const keys = [clientIpKey(clientIp), siteKey(clientIp)].filter((key) => key !== undefined);
    for (const key of keys) this.#byNetwork.set(key, (this.#byNetwork.get(key) ?? 0) + 1);
    socket.once('close', () => {
      for (const key of keys) {
        const left = (this.#byNetwork.get(key) ?? 1) - 1;
        if (left > 0) this.#byNetwork.set(key, left);
        else this.#byNetwork.delete(key);
      }
    });
  }
}
