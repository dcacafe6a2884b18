// What the reports of instances tell of their set-up: open files, clocks, secrets, disks, versions.
import type { Member } from '../members.ts';
import { bad, type Finding, group } from './findings.ts';

/** What a process opens beside its clients: servers, files, connections. */
const OWN_DESCRIPTORS = 200;
const MAX_SKEW_MS = 2000;
const MIN_FREE_SHARE = 0.1;
const MIN_FREE_BYTES = 1024 ** 3;
const MIB = 1024 ** 2;
const TIME_SERVICE = 'run a time service there (chrony, systemd-timesyncd)';

export function examineInstances(members: readonly Member[]): Finding[] {
  return [
    ...members.flatMap(examineInstance),
    ...examineNames(members),
    ...group('ulimit', members.map(examineDescriptors), 'every process may open enough files'),
    ...group('clocks', examineClocks(members), 'all clocks agree'),
    ...group('secrets', examineSecrets(members), 'all instances have the same secrets'),
    ...group('disk', members.flatMap(examineDisks), 'every disk has room'),
    ...group('versions', examineVersions(members), 'all instances have the same version'),
  ];
}

function examineInstance({ report, isDoubled }: Member): Finding[] {
  const { instance, missing } = report;
  const findings = missing.map((what) => bad('instances', instance, what, `see the log of ${instance}`));
  if (isDoubled)
    findings.push(bad('instances', instance, 'two processes use this IM_INSTANCE', 'give each process its own IM_INSTANCE'));
  return findings;
}

/** One name in several roles: log files and acts of operators go by the name. */
function examineNames(members: readonly Member[]): Finding[] {
  const roles = new Map<string, string[]>();
  for (const { report } of members) roles.set(report.instance, [...(roles.get(report.instance) ?? []), report.role]);
  const remedy = 'give each process its own IM_INSTANCE; until then say ROLE/INSTANCE to drain one or to set its log level';
  return [...roles].flatMap(([name, sharing]) =>
    sharing.length < 2 ? [] : [bad('instances', name, `${sharing.join(' and ')} share this name`, remedy)],
  );
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
    const groups = [...byValue].map(([value, instances]) => `${value} in ${instances.join(', ')}`);
    const remedy = 'give all of them the same value, or finish its rotation (docs/operations.md, Secrets)';
    return [bad('secrets', name, `instances have different values: ${groups.join('; ')}`, remedy)];
  });
}

interface Disk {
  /** '' = the folder that the process works in. */
  readonly folder: string;
  readonly freeBytes: number;
  readonly bytes: number;
}

function examineDisks({ report: { checkup, instance } }: Member): Finding[] {
  const { diskFreeBytes = 0, diskBytes = 0, disks = [] } = (checkup ?? {}) as Partial<typeof checkup & object>;
  const all: Disk[] = [
    ...(disks ?? []).map(({ folder, freeBytes, bytes }) => ({
      folder: folder ?? '',
      freeBytes: freeBytes ?? 0,
      bytes: bytes ?? 0,
    })),
    { folder: '', freeBytes: diskFreeBytes ?? 0, bytes: diskBytes ?? 0 },
  ];
  // Folders of one disk have the same figures: one line.
  const distinct = all.filter(
    ({ freeBytes, bytes }, i) => all.findIndex((one) => one.bytes === bytes && one.freeBytes === freeBytes) === i,
  );
  return distinct.flatMap((disk) => examineDisk(instance, disk) ?? []);
}

/** Also for the disk of a server. */
export function examineDisk(subject: string, { folder, freeBytes, bytes }: Disk): Finding | undefined {
  if (bytes === 0 || freeBytes >= Math.min(MIN_FREE_BYTES, MIN_FREE_SHARE * bytes)) return undefined;
  const where = folder === '' ? '' : ` where ${folder} is`;
  const text = `${Math.round(freeBytes / MIB)} MiB of ${Math.round(bytes / MIB)} MiB are free${where}`;
  return bad('disk', subject, text, 'delete old logs and backups on this disk, or enlarge it');
}

function examineVersions(members: readonly Member[]): Finding[] {
  const versions = new Map<string, string[]>();
  for (const { report } of members) versions.set(report.version, [...(versions.get(report.version) ?? []), report.instance]);
  if (versions.size < 2) return [];
  const text = [...versions].map(([version, instances]) => `${version}: ${instances.join(', ')}`).join('; ');
  return [bad('versions', '', text, 'finish the upgrade: restart the instances of the older version')];
}
