// Entry of one load process: receives its plan from its parent, reports its progress, and ends with the parent.

import { GeneratorMeter } from '../generators/generator-meter.ts';
import { RIVAL_CLIENTS } from '../rivals/clients.ts';
import { RivalDriver } from '../rivals/rival-driver.ts';
import type { ConnectResult, LoadPhase, LoadPlan, LoadProgress, LoadResult } from './load-driver.ts';
import { LoadDriver } from './load-driver.ts';

export type WorkerCommand =
  | { readonly do: 'connect'; readonly plan: LoadPlan }
  | { readonly do: 'run'; readonly startedAt: number };

export type WorkerMessage =
  | { readonly is: 'up' }
  | ({ readonly is: 'connected' } & ConnectResult)
  | { readonly is: LoadPhase }
  | { readonly is: 'progress'; readonly progress: LoadProgress }
  | { readonly is: 'result'; readonly result: LoadResult }
  | { readonly is: 'failed'; readonly why: string };

const PROGRESS_MS = 1_000;

const meter = new GeneratorMeter();

let load: LoadDriver | RivalDriver | undefined;

function send(message: WorkerMessage): void {
  process.send?.(message);
}

function progress(): void {
  if (load) send({ is: 'progress', progress: load.progress() });
}

process.on('message', (message: WorkerCommand) => {
  if (message.do === 'connect') {
    const { rival } = message.plan;
    load = rival === undefined ? new LoadDriver(message.plan) : new RivalDriver(message.plan, RIVAL_CLIENTS[rival]);
    setInterval(progress, PROGRESS_MS);
    void load.connect().then((connected) => send({ is: 'connected', ...connected }));
    return;
  }
  if (!load) throw new Error('run before connect');
  load
    .run((is) => {
      if (is === 'measuring') meter.start();
      if (is === 'sent') meter.stop();
      send({ is });
    }, message.startedAt)
    .then((result) => {
      progress();
      send({ is: 'result', result: { ...result, generator: meter.result('load process') } });
    })
    .catch((error) => send({ is: 'failed', why: error instanceof Error ? error.message : String(error) }));
});
// A parent that is killed must not leave a load running.
process.on('disconnect', () => process.exit(0));
process.on('unhandledRejection', (error) => {
  throw error;
});
send({ is: 'up' });
