// The doctor: compares what instances report about their set-up, and looks at the servers. Each finding says how to mend it.
import type { Member } from './members.ts';
import type { Finding, ServerProbes, TopicState } from './ports.ts';

/** What a process opens beside its clients: servers, files, connections. */
const OWN_DESCRIPTORS = 200;
const MAX_SKEW_MS = 2000;
const MIN_FREE_SHARE = 0.1;
const MIN_FREE_BYTES = 1024 ** 3;
const TIME_SERVICE = 'run a time service there (chrony, systemd-timesyncd)';

export interface Examination {
  readonly members: readonly Member[];
  /** False while reports do not come through. */
  readonly isCurrent: boolean;
  readonly probes: ServerProbes;
}

export async function examine({ members, isCurrent, probes }: Examination): Promise<Finding[]> {
  return [
    isCurrent
      ? good('reports', '', `${members.length} instances report`)
      : bad(
          'reports',
          '',
          'reports do not come through Kafka, so the rest may be old',
          'start Kafka, or look at the log of status',
        ),
    ...members.flatMap(examineInstance),
    ...group('ulimit', members.map(examineDescriptors), 'every process may open enough files'),
    ...group('clocks', examineClocks(members), 'all clocks agree'),
    ...group('secrets', examineSecrets(members), 'all instances have the same secrets'),
    ...group('disk', members.map(examineDisk), 'every disk has room'),
    ...group('versions', examineVersions(members), 'all instances have the same version'),
    ...(await examinePorts(members, probes)),
    ...group('topics', (await probes.listTopics()).map(examineTopic), 'all topics are as the settings say'),
    ...(await probes.listServers()).map(({ name, version, mistake, remedy }) =>
      mistake === '' ? good('servers', name, version) : bad('servers', name, mistake, remedy),
    ),
  ];
}

function good(check: string, subject: string, text: string): Finding {
  return { check, isGood: true, subject, text, remedy: '' };
}

function bad(check: string, subject: string, text: string, remedy: string): Finding {
  return { check, isGood: false, subject, text, remedy };
}

/** What is wrong, or one line that nothing is. */
function group(check: string, findings: readonly (Finding | undefined)[], otherwise: string): Finding[] {
  const found = findings.filter((finding) => finding !== undefined);
  return found.length > 0 ? found : [good(check, '', otherwise)];
}

function examineInstance({ report, isDoubled }: Member): Finding[] {
  const { instance, missing } = report;
  const findings = missing.map((what) => bad('instances', instance, what, `see the log of ${instance}`));
  if (isDoubled)
    findings.push(bad('instances', instance, 'two processes use this IM_INSTANCE', 'give each process its own IM_INSTANCE'));
  return findings;
}

function examineDescriptors({ report }: Member): Finding | undefined {
  const limit = report.checkup?.descriptorLimit ?? 0;
  const needed = report.maxConnections + OWN_DESCRIPTORS;
  if (limit === 0 || limit >= needed) return undefined;
  const text = `may open ${limit} files and needs ${needed}: ${report.maxConnections} clients and ${OWN_DESCRIPTORS} of its own`;
  const value = 2 ** Math.ceil(Math.log2(needed));
  const ownLimit = Math.max(1, limit - OWN_DESCRIPTORS);
  const remedy = `start it with ulimit -n ${value} (LimitNOFILE=${value} of systemd), or set IM_MAX_CONNECTIONS=${ownLimit}`;
  return bad('ulimit', report.instance, text, remedy);
}

/** Against the clock that most of them share: the clock of status may be the wrong one. */
function examineClocks(members: readonly Member[]): Finding[] {
  const known = members.filter(({ clockAheadMs }) => clockAheadMs !== undefined);
  const sorted = known.map(({ clockAheadMs = 0 }) => clockAheadMs).sort((a, b) => a - b);
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return known.flatMap(({ report, clockAheadMs = 0 }) => {
    const skewMs = clockAheadMs - usual;
    if (Math.abs(skewMs) < MAX_SKEW_MS) return [];
    const seconds = Math.round(Math.abs(skewMs) / 1000);
    const text = `its clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} the others`;
    return [bad('clocks', report.instance, text, `${TIME_SERVICE}: people read the times of messages and log lines`)];
  });
}

function examineSecrets(members: readonly Member[]): Finding[] {
  const holders = new Map<string, Map<string, string[]>>();
  for (const { report } of members) {
    for (const { name, value } of report.checkup?.fingerprints ?? []) {
      if (!name || !value) continue;
      const byValue = holders.get(name) ?? new Map<string, string[]>();
      holders.set(name, byValue);
      byValue.set(value, [...(byValue.get(value) ?? []), report.instance]);
    }
  }
  return [...holders].flatMap(([name, byValue]) => {
    if (byValue.size < 2) return [];
    const groups = [...byValue].map(([value, instances]) => `${instances.join(', ')} have ${value}`);
    const remedy = 'give all of them the same value, or finish its rotation (docs/operations.md, Secrets)';
    return [bad('secrets', name, `instances have different values: ${groups.join('; ')}`, remedy)];
  });
}

function examineDisk({ report }: Member): Finding | undefined {
  const { diskFreeBytes = 0, diskBytes = 0 } = (report.checkup ?? {}) as { diskFreeBytes?: number; diskBytes?: number };
  if (diskBytes === 0 || diskFreeBytes >= Math.min(MIN_FREE_BYTES, MIN_FREE_SHARE * diskBytes)) return undefined;
  const text = `${Math.round(diskFreeBytes / 1024 ** 2)} MiB of ${Math.round(diskBytes / 1024 ** 2)} MiB are free`;
  return bad('disk', report.instance, text, 'delete old logs and backups on its disk, or enlarge it');
}

function examineVersions(members: readonly Member[]): Finding[] {
  const versions = new Map<string, string[]>();
  for (const { report } of members) versions.set(report.version, [...(versions.get(report.version) ?? []), report.instance]);
  if (versions.size < 2) return [];
  const text = [...versions].map(([version, instances]) => `${version}: ${instances.join(', ')}`).join('; ');
  return [bad('versions', '', text, 'finish the upgrade: restart the instances of the older version')];
}

async function examinePorts(members: readonly Member[], { reach }: ServerProbes): Promise<Finding[]> {
  const addresses = members.flatMap(({ report }) => report.addresses.map((address) => ({ instance: report.instance, address })));
  const findings = await Promise.all(
    addresses.map(async ({ instance, address }) => {
      const reason = await reach(address);
      if (reason === undefined) return undefined;
      const remedy = 'open the port in the firewall, or set IM_HOST or IM_PUBLIC_GATE_URLS to what clients can reach';
      return bad('ports', instance, `${address} cannot be reached from status: ${reason}`, remedy);
    }),
  );
  return group('ports', findings, `${addresses.length} addresses of gates answer`);
}

function examineTopic({ name, partitions, wantedPartitions, replicas, wantedReplicas }: TopicState): Finding | undefined {
  if (partitions === 0)
    return bad('topics', name, 'does not exist', 'restart any service: it creates what is missing (or its user may not)');
  if (partitions < wantedPartitions) {
    const text = `has ${partitions} partitions and the settings say ${wantedPartitions}`;
    return bad('topics', name, text, 'restore the setting, or raise IM_TOPIC_GENERATION (docs/operations.md)');
  }
  if (partitions > wantedPartitions) {
    const text = `has ${partitions} partitions and the settings say ${wantedPartitions}: nobody reads the others`;
    return bad('topics', name, text, 'nothing is lost; raise IM_TOPIC_GENERATION together with the setting to use them');
  }
  if (replicas < wantedReplicas) {
    const text = `has ${replicas} replicas and IM_KAFKA_REPLICATION says ${wantedReplicas}`;
    return bad('topics', name, text, 'reassign its partitions with kafka-reassign-partitions.sh');
  }
  return undefined;
}
