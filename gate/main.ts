// The process of a gate: config → adapters → startGateProcess.
import { connect, startReporting } from '../infra/process/connect.ts';
import { gatePackKeys } from '../infra/process/pack-keys.ts';
import { run } from '../infra/process/run.ts';
import { sealer } from '../infra/process/seal.ts';
import { startGateProcess } from './start.ts';

run('gate', async (process, config) => {
  const { connections } = await connect(process, config);
  const packs = gatePackKeys(config);
  startReporting({ role: process.role, instance: config.instance }, connections, {
    signer: packs.signer,
    publicKeys: config.packPublicKeys,
  });
  return startGateProcess({ connections, packs, sealer: sealer(config.sealPublicKey) }, config.gate);
});
