// The keys that sign the records of the log. They decide who can write what:
//
// - Gates sign commands with IM_PACK_GATE_SECRET (HMAC). It is worth no more than a command of a client.
// - Services sign with keys that are derived from IM_PACK_SERVICE_SECRET, which no gate has: commands, replies to each other and
//   dead letters with a MAC key; domain events with Ed25519, so that readers need only the public key; packs to a gate with a
//   MAC key that this service and this gate instance alone can compute (X25519).
//
// A gate signs what it sends to itself with a MAC key that it alone knows.
//
// The gate's key pair is new for each instance, and its public key is the end of the instance's name, which every route and every
// command carries. So a gate that is taken over cannot write to the clients of another one.
import { diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject, randomBytes, sign, timingSafeEqual } from 'node:crypto';
import {
  digestAt,
  domainEventVerifier,
  joinSignature,
  keyIdOf,
  type LogPlace,
  MAC_BYTES,
  placePrefix,
  splitPublicKey,
  splitSignature,
  UnverifiedRecord,
} from '../../proto/pack-signature.ts';
import type { Topics } from '../../proto/rpc.ts';
import type { PackAuthor, PackKeys, PackSigner, VerifiedRecord } from '../ports/index.ts';
import { HmacKey } from './hmac-key.ts';
import { privateKeyOf, publicKeyOf, rawPublic } from './raw-keys.ts';

// A gate is forgotten when this many others were written to since: each start of a gate is another one.
const MAX_GATES = 4096;
const PUBLIC_KEY_AT_END = /\.([A-Za-z0-9_-]{43})$/;

/** A MAC key and its name in records. */
interface MacKey {
  readonly id: number;
  readonly key: HmacKey;
}

/** The keys of a gate instance. */
export interface GatePackKeys extends PackKeys {
  /** The instance's name with this at its end makes services sign for it. */
  readonly publicKey: string;
}

/**
 * The keys of a service. Records are signed with the first service secret; those of all secrets are accepted. Throws when there
 * is no service secret.
 */
export function servicePackKeys(
  secrets: { readonly packServiceSecrets: readonly Uint8Array[]; readonly packGateSecrets: readonly Uint8Array[] },
  topics: Topics,
): PackKeys {
  const own = secrets.packServiceSecrets.map(serviceKeys);
  const [first] = own;
  if (!first) throw new RangeError('a service needs a secret to sign with: set IM_PACK_SERVICE_SECRET');
  const accepted = new Map<number, { author: PackAuthor; key: HmacKey }>();
  for (const { id, key } of secrets.packGateSecrets.map(gateKey)) accepted.set(id, { author: 'gate', key });
  for (const { mac } of own) accepted.set(mac.id, { author: 'service', key: mac.key });
  const gates = new GateKeys(first.gates);
  return {
    signer: {
      sign(message, place, recipient) {
        // Everybody may verify these with the public key, gates too, and only services can sign them.
        if (place.topic === topics.events || place.topic === topics.control) {
          const tag = sign(null, digestAt(place, message), first.events);
          return joinSignature({ keyId: first.eventsKeyId, recipient: 0, tag, message });
        }
        const gate = place.topic === topics.gate ? gates.find(recipient) : undefined;
        if (!gate) return signWith(first.mac, place, message);
        return joinSignature({ keyId: gate.id, recipient: gate.recipient, tag: macOf(gate.key, place, message), message });
      },
    },
    verifier: {
      verify(record, place) {
        const { keyId, recipient, tag, message } = splitSignature(record);
        const known = accepted.get(keyId);
        if (!known || recipient !== 0) throw new UnverifiedRecord('the record is signed with an unknown key');
        assertMac(known.key, place, message, tag);
        return { author: known.author, message };
      },
    },
  };
}

/** Signs as gates do, with the first secret. Throws when there is none. */
export function gatePackSigner([secret]: readonly Uint8Array[]): PackSigner {
  if (!secret) throw new RangeError('a gate needs a secret to sign with: set IM_PACK_GATE_SECRET');
  const key = gateKey(secret);
  return { sign: (message, place) => signWith(key, place, message) };
}

/**
 * New keys for one gate instance. Signs with the first gate secret; accepts the services whose public key is in the list. Nobody
 * else accepts a record whose recipient is the instance itself.
 */
export function gatePackKeys(secrets: {
  readonly packGateSecrets: readonly Uint8Array[];
  readonly packPublicKeys: readonly Uint8Array[];
}): GatePackKeys {
  const pair = generateKeyPairSync('x25519');
  const ownPublic = rawPublic(pair.publicKey);
  const recipient = keyIdOf(ownPublic);
  const own = macKey(randomBytes(32));
  const commands = gatePackSigner(secrets.packGateSecrets);
  const services = new Map<number, HmacKey>();
  for (const { gates: servicePublic } of secrets.packPublicKeys.map(splitPublicKey)) {
    const shared = diffieHellman({ privateKey: pair.privateKey, publicKey: publicKeyOf('X25519', servicePublic) });
    services.set(keyIdOf(servicePublic), deliveryKey(shared, servicePublic, ownPublic));
  }
  const publicKey = ownPublic.toString('base64url');
  return {
    publicKey,
    signer: {
      sign(message, place, to) {
        if (!to.endsWith(`.${publicKey}`)) return commands.sign(message, place, to);
        return joinSignature({ keyId: own.id, recipient, tag: macOf(own.key, place, message), message });
      },
    },
    verifier: {
      verify(record, place): VerifiedRecord | undefined {
        const signature = splitSignature(record);
        if (signature.recipient !== 0 && signature.recipient !== recipient) return undefined;
        const key = services.get(signature.keyId) ?? (signature.keyId === own.id ? own.key : undefined);
        if (!key) throw new UnverifiedRecord('the record is signed with an unknown key');
        assertMac(key, place, signature.message, signature.tag);
        return { author: key === own.key ? 'gate' : 'service', message: signature.message };
      },
    },
  };
}

/**
 * Opens records that services sign for everybody: domain events, and commands to processes. The returned function throws
 * UnverifiedRecord.
 */
export function recordVerifier(publicKeys: readonly Uint8Array[]): (place: LogPlace, record: Uint8Array) => Uint8Array {
  const assertSigned = domainEventVerifier(publicKeys);
  return (place, record) => {
    assertSigned(place, record);
    return splitSignature(record).message;
  };
}

/** The value of IM_PACK_PUBLIC_KEY for a IM_PACK_SERVICE_SECRET: 64 bytes. */
export function derivePackPublicKey(packServiceSecret: Uint8Array): Buffer {
  const { gates, events } = serviceKeys(packServiceSecret);
  return Buffer.concat([gates.publicKey, rawPublic(events)]);
}

function serviceKeys(secret: Uint8Array) {
  const events = privateKeyOf('Ed25519', derive(secret, 'domain events'));
  const gates = privateKeyOf('X25519', derive(secret, 'gates'));
  return {
    mac: macKey(derive(secret, 'services')),
    gates: { privateKey: gates, publicKey: rawPublic(gates) },
    events,
    eventsKeyId: keyIdOf(rawPublic(events)),
  };
}

/** The delivery keys of the gates that a service writes to. */
class GateKeys {
  readonly #own: { readonly privateKey: KeyObject; readonly publicKey: Buffer };
  readonly #id: number;
  /** By the instance's name, the one that was added first at the front. */
  readonly #known = new Map<string, (MacKey & { readonly recipient: number }) | undefined>();

  constructor(own: { readonly privateKey: KeyObject; readonly publicKey: Buffer }) {
    this.#own = own;
    this.#id = keyIdOf(own.publicKey);
  }

  /** Undefined for a name without a key: it is no gate of this version, and can verify nothing. */
  find(instance: string): (MacKey & { readonly recipient: number }) | undefined {
    if (this.#known.has(instance)) return this.#known.get(instance);
    const made = this.#make(instance);
    this.#known.set(instance, made);
    if (this.#known.size > MAX_GATES) {
      const [oldest] = this.#known.keys();
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    return made;
  }

  #make(instance: string): (MacKey & { readonly recipient: number }) | undefined {
    const encoded = PUBLIC_KEY_AT_END.exec(instance)?.[1];
    if (encoded === undefined) return undefined;
    const gatePublic = Buffer.from(encoded, 'base64url');
    try {
      const shared = diffieHellman({ privateKey: this.#own.privateKey, publicKey: publicKeyOf('X25519', gatePublic) });
      return { id: this.#id, recipient: keyIdOf(gatePublic), key: deliveryKey(shared, this.#own.publicKey, gatePublic) };
    } catch {
      // Not a point with which two parties can agree on a key: the name was made up.
      return undefined;
    }
  }
}

function deliveryKey(shared: Uint8Array, servicePublic: Uint8Array, gatePublic: Uint8Array): HmacKey {
  const salt = Buffer.concat([servicePublic, gatePublic]);
  return new HmacKey(new Uint8Array(hkdfSync('sha256', shared, salt, 'im pack to gate', 32)));
}

function derive(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `im pack ${purpose}`, 32));
}

function gateKey(secret: Uint8Array): MacKey {
  return macKey(derive(secret, 'commands'));
}

function macKey(bytes: Uint8Array): MacKey {
  return { id: keyIdOf(bytes), key: new HmacKey(bytes) };
}

function signWith({ id, key }: MacKey, place: LogPlace, message: Uint8Array): Buffer {
  return joinSignature({ keyId: id, recipient: 0, tag: macOf(key, place, message), message });
}

function macOf(key: HmacKey, place: LogPlace, message: Uint8Array): Buffer {
  return key.sign(placePrefix(place), message).subarray(0, MAC_BYTES);
}

function assertMac(key: HmacKey, place: LogPlace, message: Uint8Array, tag: Uint8Array): void {
  if (tag.length !== MAC_BYTES || !timingSafeEqual(macOf(key, place, message), tag))
    throw new UnverifiedRecord('the signature does not fit the record at this place');
}
