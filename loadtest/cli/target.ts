// Where a run finds its target: --target, --status, --transport.
import { isStatusUrl } from '../../client/sdk/connection/gate-finder.ts';
import { GATE_TRANSPORTS, type GateTransport, isGateUrl } from '../../client/sdk/connection/transport.ts';
import { RIVAL_NAMES, type RivalName } from '../rivals/rival.ts';

export type TargetFlag =
  | { readonly kind: 'embedded' | 'stack' }
  /** Another chat system, for comparison. */
  | { readonly kind: 'rival'; readonly name: RivalName }
  | {
      readonly kind: 'address';
      /** Of its gates; empty where clients ask status from the beginning. */
      readonly urls: readonly string[];
      readonly statusUrl: string | undefined;
    };

interface TargetValues {
  readonly target?: string;
  readonly status?: string;
  readonly transport?: string;
  /** --yes: the operator may load it. */
  readonly yes: boolean;
}

const FORMS = '--target is embedded, stack, rival:NAME, or a list of HOST:PORT or URLs (ws, wss, tcp, tls)';

/** Adds a sentence to `mistakes` for each contradiction. */
export function parseTarget(values: TargetValues, mistakes: string[]): { target: TargetFlag; transport: GateTransport } {
  const { target = values.status === undefined ? 'embedded' : '', status } = values;
  const wanted = GATE_TRANSPORTS.find((one) => one === (values.transport ?? 'ws'));
  if (!wanted) mistakes.push(`--transport is one of ${GATE_TRANSPORTS.join(', ')}, not ${values.transport}`);
  const transport = wanted ?? 'ws';
  if (target === 'embedded' || target === 'stack') {
    if (transport === 'wss' || transport === 'tls')
      mistakes.push(`--transport ${transport} needs a TLS proxy: give its --target`);
    if (status !== undefined) mistakes.push(`--status belongs to gates that run already, not to --target ${target}`);
    return { target: { kind: target }, transport };
  }
  if (target.startsWith('rival:')) return { target: parseRival(target, values, mistakes), transport: 'ws' };
  const urls = target === '' ? [] : target.split(',').map((part) => urlOf(part.trim(), transport));
  if (urls.some((url) => !isGateUrl(url))) mistakes.push(FORMS);
  if (status !== undefined && !isStatusUrl(status)) mistakes.push('--status is the http or https URL of a status');
  const schemes = [...new Set(urls.map((url) => url.slice(0, url.indexOf(':'))))];
  if (schemes.length > 1) mistakes.push(`the gates of --target have one transport, not ${schemes.join(' and ')}`);
  const used = GATE_TRANSPORTS.find((one) => one === schemes[0]) ?? transport;
  if (values.transport !== undefined && used !== transport)
    mistakes.push(`--transport ${transport} contradicts ${urls[0]}: leave it out`);
  const foreign = [...urls, ...(status === undefined ? [] : [status])].map(hostOf).find((host) => host && !isTestHost(host));
  // Against a deployment that people use, a load test without permission would be an attack.
  if (foreign && !values.yes) mistakes.push(`${foreign} is not this machine: add --yes if you may load it`);
  return { target: { kind: 'address', urls, statusUrl: status }, transport: used };
}

function parseRival(target: string, { status, transport = 'ws' }: TargetValues, mistakes: string[]): TargetFlag {
  const name = RIVAL_NAMES.find((one) => target === `rival:${one}`);
  if (!name) mistakes.push(`--target ${target}: the rivals are ${RIVAL_NAMES.map((one) => `rival:${one}`).join(', ')}`);
  if (status !== undefined) mistakes.push(`--status belongs to gates that run already, not to --target ${target}`);
  if (transport !== 'ws') mistakes.push(`--target ${target} speaks ws alone, not --transport ${transport}`);
  return { kind: 'rival', name: name ?? 'socketio' };
}

function urlOf(part: string, transport: GateTransport): string {
  return part.includes('://') ? part : /:\d+$/.test(part) ? `${transport}://${part}` : part;
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/^\[(.*)\]$/, '$1') ?? '';
}

/** This machine, and the names that RFC 6761 keeps for tests. */
function isTestHost(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host) || /\.(localhost|test)$/.test(host);
}
