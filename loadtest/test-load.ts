// For tests: a load against the fake gate, small and short.
import { newId } from '../proto/ids.ts';
import { type FakeGate, type Faults, startFakeGate, tokenOf } from './fake-gate.ts';
import { Load, type LoadPlan, type LoadResult } from './load.ts';
import { PAIRS } from './rooms.ts';

export const CLEAN = { lost: 0, duplicated: 0, outOfOrder: 0, misdelivered: 0, conflicts: 0, holes: 0 };

export interface TestLoad {
  /** 10 clients, 60 messages of which the first 20 are warm-up; or as the plan says. */
  run(faults: Faults, plan?: Partial<LoadPlan> & { readonly clients?: number }): Promise<LoadResult>;
  gate(): FakeGate | undefined;
  close(): Promise<void>;
}

export function testLoad(): TestLoad {
  let gate: FakeGate | undefined;
  let load: Load | undefined;
  return {
    async run(faults, { clients = 10, ...plan } = {}) {
      gate = await startFakeGate(faults);
      const accounts = Array.from({ length: clients }, () => {
        const user = newId();
        return { user, token: tokenOf(user) };
      });
      load = new Load({
        accounts,
        usedBefore: false,
        urls: [`tcp://127.0.0.1:${gate.port}`],
        talk: PAIRS,
        rate: 200,
        warmUpSeconds: 0.1,
        seconds: 0.2,
        textBytes: 10,
        connectTimeoutMs: 5_000,
        stillMs: 300,
        pullableWithinMs: 300,
        ...plan,
      });
      const { bound } = await load.connect();
      if (bound !== clients) throw new Error(`${bound} of ${clients} are logged in`);
      return await load.run(() => undefined);
    },
    gate: () => gate,
    async close() {
      load?.close();
      await gate?.close();
      load = undefined;
      gate = undefined;
    },
  };
}
