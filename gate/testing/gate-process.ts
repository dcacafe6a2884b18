// A gate in a process of its own, so that a test can measure its memory. It answers every command as the services would.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import type { GateLimits, GateTimings } from '../settings.ts';
import { fakeSealedReply, gateFixture, LOG_IN } from './gate-fixture.ts';

/** What the process sends to its parent. */
export type GateProcessMessage =
  | { readonly kind: 'ready'; readonly tcp: number; readonly ws: number }
  | { readonly kind: 'memory'; readonly bytes: number; readonly connections: number };

const { limits, timings } = JSON.parse(process.argv[2] ?? '{}') as {
  limits: Partial<GateLimits>;
  timings: Partial<GateTimings>;
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const fixture = await gateFixture({ routes: memoryRoutes(), limits, timings });
let users = 0;
setInterval(() => {
  for (const { envelope } of fixture.log.sent.splice(0)) {
    if (envelope.rpc !== LOG_IN) fixture.reply(envelope);
    else {
      const id = String(++users);
      fixture.reply(envelope, { payload: fakeSealedReply(new Uint8Array()), bind: { userId: id, sessionId: id, epoch: 1 } });
    }
  }
  // The fixture records what the gate logs.
  fixture.logLines.length = 0;
}, 1);

process.on('message', () => {
  for (let i = 0; i < 3; i++) collectGarbage();
  const { rss } = process.memoryUsage();
  send({ kind: 'memory', bytes: rss, connections: fixture.gate.connectionCount() });
});
process.on('disconnect', () => process.exit());
send({ kind: 'ready', tcp: fixture.gate.tcp.port, ws: fixture.gate.ws.port });

function send(message: GateProcessMessage): void {
  process.send?.(message);
}
