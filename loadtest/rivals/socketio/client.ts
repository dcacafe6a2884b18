// The wire protocol of socket.io (Engine.IO 4 over WebSocket, Socket.IO 5), as socket.io-client speaks it. Written out, because
// thousands of socket.io-clients in one process would measure that process.
import { WebSocket } from 'ws';
import type { ConnectRival, RivalHandlers, RivalMessage } from '../rival.ts';

/** The first characters of a packet: Engine.IO's type, and for a message (4) Socket.IO's. */
const OPEN = '0';
const PING = '2';
const PONG = '3';
const CONNECT = '40';
const DISCONNECT = '41';
const EVENT = '42';
const ACK = '43';
const CONNECT_ERROR = '44';

export const connectSocketio: ConnectRival = (url, { userId }, handlers) => {
  const socket = new WebSocket(`${url}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
  const acknowledgements = new Map<number, (value: unknown) => void>();
  let nextAck = 0;
  const emit = (event: string, values: readonly unknown[], onAck: (value: unknown) => void): void => {
    const ack = nextAck++;
    acknowledgements.set(ack, onAck);
    socket.send(`${EVENT}${ack}${JSON.stringify([event, ...values])}`);
  };
  socket.on('message', (data) => {
    const text = String(data);
    if (text === PING) socket.send(PONG);
    else if (text.startsWith(OPEN)) socket.send(`${CONNECT}${JSON.stringify({ user: userId })}`);
    else handlePacket(text, acknowledgements, handlers, socket);
  });
  // `close` follows.
  socket.on('error', () => undefined);
  socket.on('close', (code) => {
    const waiting = [...acknowledgements.values()];
    acknowledgements.clear();
    for (const settle of waiting) settle(undefined);
    handlers.onClosed(`connection closed (${code})`);
  });
  return {
    send: (id, to, text) =>
      emit('message', [{ to, id, text }], (storedId) => {
        if (typeof storedId === 'number') handlers.onAcknowledged({ id, storedId });
      }),
    readHistory: (peerId) =>
      new Promise((resolve) => {
        if (socket.readyState !== WebSocket.OPEN) resolve(undefined);
        else emit('history', [peerId], (rows) => resolve(rows as readonly RivalMessage[] | undefined));
      }),
    close: () => socket.terminate(),
  };
};

function handlePacket(
  text: string,
  acknowledgements: Map<number, (value: unknown) => void>,
  handlers: RivalHandlers,
  socket: WebSocket,
): void {
  const kind = text.slice(0, 2);
  if (kind === EVENT) {
    const [event, message] = JSON.parse(text.slice(text.indexOf('['))) as [string, RivalMessage];
    if (event === 'message') handlers.onMessage(message);
  } else if (kind === ACK) {
    const at = text.indexOf('[');
    const ack = Number(text.slice(2, at));
    const settle = acknowledgements.get(ack);
    acknowledgements.delete(ack);
    settle?.((JSON.parse(text.slice(at)) as unknown[])[0]);
  } else if (kind === CONNECT) handlers.onOpen();
  else if (kind === DISCONNECT || kind === CONNECT_ERROR) socket.close();
}
