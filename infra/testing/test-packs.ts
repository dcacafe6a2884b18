// The keys of one deployment, for tests that play its services and gates.
import type { LogPlace } from '../../proto/pack-signature.ts';
import { im, type Topics, topicNames } from '../../proto/rpc.ts';
import type { OutgoingRecord, PackKeys, PackSigner } from '../ports/index.ts';
import { derivePackPublicKey, type GatePackKeys, gatePackKeys, gatePackSigner, servicePackKeys } from '../process/pack-keys.ts';

const SERVICE_SECRET = Buffer.alloc(32, 1);
const GATE_SECRET = Buffer.alloc(32, 2);

export function testServicePacks(topics: Topics = topicNames(1)): PackKeys {
  return servicePackKeys({ packServiceSecrets: [SERVICE_SECRET], packGateSecrets: [GATE_SECRET] }, topics);
}

/** The keys of a new gate instance. */
export function testGatePacks(): GatePackKeys {
  return gatePackKeys({ packGateSecrets: [GATE_SECRET], packPublicKeys: [TEST_PUBLIC_KEY] });
}

/** IM_PACK_PUBLIC_KEY of the services. */
export const TEST_PUBLIC_KEY = derivePackPublicKey(SERVICE_SECRET);

/** The secrets of services and tools, as settings. */
export const TEST_PACK_ENV = {
  IM_PACK_SERVICE_SECRET: SERVICE_SECRET.toString('base64url'),
  IM_PACK_GATE_SECRET: GATE_SECRET.toString('base64url'),
};

export const testGateSigner = gatePackSigner([GATE_SECRET]);

/** A record as a gate publishes it; another `signer` plays somebody else. */
export function signedPack(place: LogPlace, pack: im.Pack.$Properties, signer: PackSigner = testGateSigner): OutgoingRecord {
  const { topic, partition } = place;
  const message = im.Pack.encode({ version: 1, number: 1, ...pack }).finish();
  return { topic, partition, value: signer.sign(message, place, '') };
}
