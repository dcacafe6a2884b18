// Counts sockets from the moment they are accepted, before any handshake, in all and by client network: an address must not keep
// everybody else out, and a socket that never completes its handshake is a socket. Also counts handshakes per second: a client
// that connects and closes in a loop has no sockets, and costs the gate a lot.
import type { Socket as NetSocket } from 'node:net';
import type { Allowances, Rate, TrustedProxies } from '../../infra/ports/index.ts';
import { clientIpKey, siteKey } from '../../proto/text/client-ip.ts';
import { TokenBucket } from '../connection/token-bucket.ts';

/** A full gate sends this many further sockets a CLOSE with the reason. It destroys those beyond at once. */
const MAX_REJECTED_SOCKETS = 100;
const MAX_REJECTED_PER_NETWORK = 20;
/** One IPv6 site (/48) has many /64 networks. Together they count as this many. */
const NETWORKS_PER_SITE = 4;

/** What a network pays for a connection that the gate closes for its bytes, in handshakes. It doubles while that goes on. */
const ABUSE_COST = 25;
const MAX_ABUSE_DOUBLINGS = 6;
/** One is forgotten per minute. */
const ABUSES: Rate = { perSecond: 1 / 60, burst: 0 };
/** A network is refused at most for this long after its last abuse. */
const MAX_REFUSED_SECONDS = 60;
/** Refusals with a reason, of all networks. Beyond these a socket is destroyed at once. */
const ANSWERS_PER_SECOND = 20;

/** `refused`: tell the client why. `destroyed`: nothing is left to do. */
export type SocketVerdict = 'admitted' | 'refused' | 'destroyed';

export type NewAllowances = (rate: Rate) => Allowances;

export interface AdmissionLimits {
  readonly maxConnections: number;
  /** Of one IPv4 address or IPv6 /64. */
  readonly maxConnectionsPerIp: number;
  /** Per second, after as many at once as connections are allowed: after a restart of the gate all come back together. */
  readonly maxHandshakesPerIp: number;
}

export class SocketAdmission {
  readonly #limits: AdmissionLimits;
  readonly #proxies: TrustedProxies;
  readonly #byNetwork = new Map<string, number>();
  readonly #handshakes: Allowances;
  readonly #abuses: Allowances;
  readonly #answers: TokenBucket;
  readonly #now: () => number;
  #open = 0;

  /** `now` is in milliseconds and never falls. */
  constructor(
    limits: AdmissionLimits,
    proxies: TrustedProxies,
    allowances: NewAllowances,
    now: () => number = () => performance.now(),
  ) {
    this.#limits = limits;
    this.#proxies = proxies;
    this.#now = now;
    this.#handshakes = allowances({ perSecond: limits.maxHandshakesPerIp, burst: limits.maxConnectionsPerIp });
    this.#abuses = allowances(ABUSES);
    this.#answers = new TokenBucket(ANSWERS_PER_SECOND, now());
  }

  /** Counts a new socket until it closes. Destroys it when there are far too many. */
  admit(socket: NetSocket): SocketVerdict {
    this.#open++;
    socket.once('close', () => {
      this.#open--;
    });
    const address = socket.remoteAddress ?? '';
    const isProxy = this.#proxies.trusts(address);
    const isInTime = isProxy || this.#takeHandshake(address);
    if (!isProxy) this.#countClient(address, socket);
    const isExcess =
      this.#open > this.#limits.maxConnections + MAX_REJECTED_SOCKETS ||
      (!isProxy && this.#excessOf(address) > MAX_REJECTED_PER_NETWORK);
    return isExcess ? this.#destroy(socket) : this.#answer(isInTime, socket);
  }

  /** Counts the client of a trusted proxy, once its address is known. */
  admitProxied(clientIp: string, socket: NetSocket): SocketVerdict {
    if (!this.#proxies.trusts(socket.remoteAddress ?? '')) return 'admitted';
    this.#countClient(clientIp, socket);
    return this.#answer(this.#takeHandshake(clientIp), socket);
  }

  /** How long a refused client should wait before it tries again. */
  retryAfterMs(clientIp: string): number {
    return this.#handshakes.msUntil(this.#handshakes.balance(clientIpKey(clientIp)), 1);
  }

  /** The gate has closed a connection because of what its client sent: the network pays for it. */
  noteAbuse(clientIp: string): void {
    const network = clientIpKey(clientIp);
    const abuses = Math.min(-this.#abuses.charge(network, 1), MAX_ABUSE_DOUBLINGS);
    const owed = -this.#handshakes.balance(network);
    const most = this.#limits.maxHandshakesPerIp * MAX_REFUSED_SECONDS - owed;
    this.#handshakes.charge(network, Math.min(ABUSE_COST * 2 ** (abuses - 1), Math.max(0, most)));
  }

  /** True when there are more sockets than connections are allowed. */
  get isFull(): boolean {
    return this.#open > this.#limits.maxConnections;
  }

  /** Open sockets of this client's address or IPv6 /64 network. */
  openOf(clientIp: string): number {
    return this.#byNetwork.get(clientIpKey(clientIp)) ?? 0;
  }

  /** True when there are more sockets of this client's network than are allowed. */
  isNetworkFull(clientIp: string): boolean {
    return this.#excessOf(clientIp) > 0;
  }

  #answer(isInTime: boolean, socket: NetSocket): SocketVerdict {
    if (isInTime) return 'admitted';
    return this.#answers.take(ANSWERS_PER_SECOND, this.#now()) ? 'refused' : this.#destroy(socket);
  }

  #destroy(socket: NetSocket): SocketVerdict {
    socket.destroy();
    return 'destroyed';
  }

  #takeHandshake(clientIp: string): boolean {
    const site = siteKey(clientIp);
    const costs: [string, number][] = [[clientIpKey(clientIp), 1]];
    if (site !== undefined) costs.push([site, 1 / NETWORKS_PER_SITE]);
    if (costs.some(([key, cost]) => this.#handshakes.balance(key) < cost)) return false;
    for (const [key, cost] of costs) this.#handshakes.charge(key, cost);
    return true;
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
