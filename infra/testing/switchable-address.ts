// A TCP address that leads to one server and can be switched to another, as a DNS name or a virtual IP is after a failover.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface SwitchableAddress {
  /** The URL of the server, with this address in it. */
  readonly url: string;
  /** New connections lead to the server of this URL. Open ones stay where they are, as a failover leaves them. */
  switchTo(url: string): void;
  close(): void;
}

export async function switchableAddress(url: string): Promise<SwitchableAddress> {
  let target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    near.pipe(far).pipe(near);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(url);
  own.hostname = '127.0.0.1';
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    switchTo: (next) => {
      target = new URL(next);
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
