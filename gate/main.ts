// The process of a gate: config → adapters → startGateProcess.
import { connect } from '../infra/process/connect.ts';
import { gatePackKeys } from '../infra/process/pack-keys.ts';
import { run } from '../infra/process/run.ts';
import { sealer } from '../infra/process/seal.ts';
import { startGateProcess } from './start.ts';

run('gate', async (process, config) => {
  const { connections } = await connect(process, config);
  return startGateProcess({ connections, packs: gatePackKeys(config), sealer: sealer(config.sealPublicKey) }, config.gate);
});
