// Fixture: a small and short load against the faulty gate.
import { newId } from '../../proto/ids.ts';
import { LoadDriver, type LoadPlan, type LoadResult } from '../driver/load-driver.ts';
import { PAIRS } from '../driver/workload.ts';
import { type FaultyGate, type GateFaults, startFaultyGate, testToken } from './faulty-gate.ts';

export interface LoadFixture {
  /** Runs 10 clients and 60 messages, of which the first 20 are warm-up, unless the plan says otherwise. */
  run(faults: GateFaults, plan?: Partial<LoadPlan> & { readonly clients?: number }): Promise<LoadResult>;
  gate(): FaultyGate | undefined;
  /** How many messages of the run are acknowledged. */
  acked(): number;
  close(): Promise<void>;
}

export function loadFixture(): LoadFixture {
  let gate: FaultyGate | undefined;
  let load: LoadDriver | undefined;
  return {
    async run(faults, { clients = 10, ...plan } = {}) {
      gate = await startFaultyGate(faults);
      const accounts = Array.from({ length: clients }, () => {
        const userId = newId();
        return { userId, token: testToken(userId) };
      });
      load = new LoadDriver({
        accounts,
        usedBefore: false,
        urls: [`tcp://127.0.0.1:${gate.port}`],
        workload: PAIRS,
        rate: 200,
        warmUpSeconds: 0.1,
        seconds: 0.2,
        textBytes: 10,
        connectTimeoutMs: 5_000,
        quietMs: 300,
        pullableWithinMs: 300,
        ...plan,
      });
      const { bound } = await load.connect();
      if (bound !== clients) throw new Error(`only ${bound} of ${clients} clients are logged in`);
      return await load.run(() => undefined);
    },
    gate: () => gate,
    acked: () => load?.progress().acked ?? 0,
    async close() {
      load?.close();
      await gate?.close();
      load = undefined;
      gate = undefined;
    },
  };
}
