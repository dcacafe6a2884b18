// Proxies between the services and their servers, and between clients and gates. Each link can be disturbed.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Disturbance, findDisturbance, LINK_SECONDS, type Link, type LinkKind } from './links.ts';
import { ProxiedConnection } from './proxied-connection.ts';

interface Target {
  readonly host: string;
  port: number;
}

export class Network {
  readonly #disturbances = new Set<Disturbance>();
  /** Each connection with the far end that it leads to. */
  readonly #connections = new Map<ProxiedConnection, string>();
  readonly #listeners: Server[] = [];
  /** Far end → where it is now. */
  readonly #targets = new Map<string, Target>();

  /**
   * Resolves with the address of a new proxy before the far end at `address`. `from` uses it; undefined: each client of Kafka
   * says its name in its first request.
   */
  async listen(from: string | undefined, far: string, address: string): Promise<string> {
    const target = this.#targets.get(far) ?? parseTarget(address);
    this.#targets.set(far, target);
    const server = createServer({ pauseOnConnect: false }, (near) => {
      if (from !== undefined && this.#suffers(from, far)?.kind === 'cut') return void near.resetAndDestroy();
      const connection = new ProxiedConnection({
        ...{ near, far: target, from, nameOf: readClientId },
        suffers: (name) => this.#suffers(name, far),
        onClose: () => void this.#connections.delete(connection),
      });
      this.#connections.set(connection, far);
    });
    this.#listeners.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** New connections to the far end lead to another address, and those that are open end. */
  moveTo(far: string, address: string): void {
    const target = this.#targets.get(far);
    if (!target) throw new Error(`no proxy leads to ${far}`);
    target.port = parseTarget(address).port;
    this.#cutAll(([, one]) => one === far);
  }

  /** Resolves when the link is whole again. Connections in which bytes are missing end then. */
  async disturb(kind: LinkKind, link: Link, seconds = LINK_SECONDS): Promise<void> {
    const disturbance = { kind, ...link };
    const isMeant = ([connection, far]: readonly [ProxiedConnection, string]): boolean =>
      findDisturbance([disturbance], connection.from ?? '', far) !== undefined;
    this.#disturbances.add(disturbance);
    if (kind === 'cut') this.#cutAll(isMeant);
    try {
      await sleep(seconds * 1000);
    } finally {
      this.#disturbances.delete(disturbance);
      this.#cutAll((entry) => entry[0].hasSwallowed && isMeant(entry));
    }
  }

  async close(): Promise<void> {
    this.#cutAll(() => true);
    await Promise.all(this.#listeners.map(async (server) => void (await once(server.close(), 'close'))));
  }

  #suffers(from: string, far: string): ReturnType<typeof findDisturbance> {
    return findDisturbance(this.#disturbances, from, far);
  }

  #cutAll(isMeant: (entry: readonly [ProxiedConnection, string]) => boolean): void {
    for (const entry of [...this.#connections]) if (isMeant(entry)) entry[0].cut();
  }
}

function parseTarget(address: string): Target {
  const { hostname, port } = new URL(address.includes('://') ? address : `tcp://${address}`);
  return { host: hostname, port: Number(port) };
}

/** The instance in the client id of a Kafka request: length (4 bytes), api, version, correlation id (4), client id. */
export function readClientId(request: Buffer): string {
  if (request.length < 14) return '';
  const length = request.readInt16BE(12);
  const id = request.toString('utf8', 14, 14 + Math.max(0, length));
  // A process has several clients in one group: "logic-0#2".
  return id.replace(/#\d+$/, '');
}
