// The addresses that instances tell others: each must answer, and lead to their machine.
import type { Member } from '../members.ts';
import { bad, type Finding, group } from './findings.ts';

/** Undefined where something answers at an address; otherwise why not. */
export type Reach = (address: string) => Promise<string | undefined>;

export interface ExaminedAddresses {
  readonly members: readonly Member[];
  /** Where clients ask each status for gates. */
  readonly statusUrls: readonly string[];
  /** Clients are not told where the status that examines is. */
  readonly isUntold: boolean;
  readonly reach: Reach;
}

interface Address {
  readonly instance: string;
  readonly address: string;
  readonly what: 'gate' | 'status' | 'admin port';
}

/** What to set where an address leads nowhere. */
const REMEDIES: Readonly<Record<Address['what'], string>> = {
  gate: 'open the port in the firewall, or set IM_HOST or IM_PUBLIC_GATE_URLS to what clients can reach',
  status: 'open the port in the firewall, or set IM_STATUS_HOST or IM_PUBLIC_STATUS_URL to what clients can reach',
  'admin port': 'set IM_ADMIN_HOST to an address of its machine that Prometheus and status can reach, and open the port',
};

const UNTOLD = {
  text: 'it listens on all addresses, so clients of a gate are not told where to ask for another one',
  remedy: 'set IM_PUBLIC_STATUS_URL to what clients can reach, or IM_STATUS_HOST to one address',
};

export async function examineAddresses({ members, statusUrls, isUntold, reach }: ExaminedAddresses): Promise<Finding[]> {
  const addresses = listAddresses(members, statusUrls);
  const hosts = new Set(members.map(({ report }) => report.checkup?.host ?? '').filter((host) => host !== ''));
  const findings = await Promise.all(addresses.map((one) => examineAddress(one, hosts.size > 1, reach)));
  const untold = isUntold ? bad('ports', 'status', UNTOLD.text, UNTOLD.remedy) : undefined;
  return group('ports', [untold, ...findings], `${addresses.length} addresses of gates, status and admin ports answer`);
}

function listAddresses(members: readonly Member[], statusUrls: readonly string[]): Address[] {
  const ofMembers = members.flatMap(({ report: { instance, addresses, adminUrl } }): Address[] => [
    ...addresses.map((address) => ({ instance, address, what: 'gate' as const })),
    ...(adminUrl === '' ? [] : [{ instance, address: adminUrl, what: 'admin port' as const }]),
  ]);
  return [...ofMembers, ...statusUrls.map((address) => ({ instance: 'status', address, what: 'status' as const }))];
}

async function examineAddress({ instance, address, what }: Address, hasSeveral: boolean, reach: Reach) {
  const url = URL.parse(address);
  if (url && hasSeveral && isLoopback(url.hostname))
    return bad('ports', instance, `${address} (${what}) leads other machines to themselves`, REMEDIES[what]);
  const reason = await reach(address);
  if (reason === undefined) return undefined;
  return bad('ports', instance, `${address} (${what}) cannot be reached from status: ${reason}`, REMEDIES[what]);
}

/** Whether the host of a URL is the machine that uses the URL. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i.test(hostname);
}
