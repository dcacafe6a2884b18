// The settings of a load test, as the command line gives them.
import type { GateTransport } from '../../client/sdk/connection/transport.ts';
import type { FailCondition } from '../report/conditions.ts';
import type { PlannedFault } from './planned-faults.ts';
import type { ProfileName } from './profiles.ts';
import type { TargetFlag } from './target.ts';

export type ScenarioName =
  | 'chat'
  | 'group'
  | 'large-room'
  | 'mixed'
  | 'sync'
  | 'churn'
  | 'idle'
  | 'presence-storm'
  | 'login-storm'
  | 'resume-storm'
  | 'reconnect-storm'
  | 'register-storm'
  | 'slow-reader'
  | 'hostile';

/**
 * `connections`: the clients cut all. `gates`: all gates are killed. `gate`: one of several gates is killed. `drain`: one of
 * several gates stops. `restarts`: every process stops and starts again, one after the other.
 */
export const CUT_KINDS = ['connections', 'gates', 'gate', 'drain', 'restarts'] as const;
export type CutKind = (typeof CUT_KINDS)[number];

/** Where generators of other machines join. */
export interface CoordinatorFlags {
  readonly host: string;
  readonly port: number;
  readonly generators: number;
  readonly secretFile: string;
}

export interface LoadTestFlags {
  readonly scenario: ScenarioName;
  readonly clients: number;
  /** Messages per second of all clients together; in the mixed scenario messages and background commands. */
  readonly rate: number;
  readonly profile: ProfileName;
  /** Of --profile steps. */
  readonly steps: number;
  readonly findLimit: boolean;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Members of each group. */
  readonly members: number;
  /** Conversations of each client. */
  readonly conversations: number;
  /** Clients that disconnect per second, and for how long. */
  readonly reconnects: number;
  readonly awaySeconds: number;
  /** Log-ins offered per second. */
  readonly logIns: number;
  readonly hostile: number;
  /** In the reconnect-storm: how often all connections end. */
  readonly cuts: number;
  /** Newcomers per second. */
  readonly registrations: number;
  /** Clients that read little or nothing. */
  readonly slow: number;
  /** In the resume-storm: what ends connections. */
  readonly cut: CutKind;
  readonly transport: GateTransport;
  readonly target: TargetFlag;
  /** Of the services under test, by name. */
  readonly settings: Readonly<Record<string, string>>;
  readonly services: { readonly gate: number; readonly auth: number; readonly logic: number };
  readonly accountsFile: string | undefined;
  readonly self: boolean;
  readonly textBytes: number;
  /** Load processes, of all generators together. */
  readonly workers: number;
  /** Undefined where this machine generates the load. */
  readonly coordinator: CoordinatorFlags | undefined;
  readonly faults: readonly PlannedFault[];
  readonly failIf: readonly FailCondition[];
  readonly fatesFile: string | undefined;
  readonly htmlFile: string | undefined;
  readonly jsonFile: string | undefined;
  readonly csvFile: string | undefined;
  readonly recordName: string | undefined;
  readonly cpuProfileFolder: string | undefined;
}
