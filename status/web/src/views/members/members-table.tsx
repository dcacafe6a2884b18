// Every instance, live.

import { useLiveView } from '../../components/app-context.ts';
import { Ago, Badge, Empty, type Tone } from '../../components/basics.tsx';
import { DataTable, type TableColumn } from '../../components/table.tsx';
import { type Speech, useSpeech } from '../../i18n/language.ts';
import type { ShownMember } from '../../replies.ts';
import { formatHash } from '../../router.ts';
import { memberKey } from '../../state/cluster.ts';
import { isGate } from '../../state/summary.ts';
import { testIds } from '../../testids.ts';

export function MembersTable() {
  const speech = useSpeech();
  const { members, isKnown } = useLiveView();
  const { texts } = speech;
  if (members.length === 0) return <Empty>{isKnown ? texts.overview.noMembers : texts.loading}</Empty>;
  return (
    <DataTable
      caption={texts.viewNames.members}
      columns={memberColumns(speech)}
      rows={members}
      keyOf={memberKey}
      testIdOf={({ instance }) => testIds.member(instance)}
    />
  );
}

export function StateBadge({ member: { state, warning } }: { readonly member: ShownMember }) {
  const { texts } = useSpeech();
  const tones: Readonly<Record<ShownMember['state'], Tone>> = { ready: 'good', 'not ready': 'bad', draining: 'warn' };
  return <Badge tone={warning ? 'warn' : tones[state]}>{texts.states[state]}</Badge>;
}

function memberColumns({ texts: { columns }, formats }: Speech): TableColumn<ShownMember>[] {
  return [
    {
      title: columns.instance,
      render: ({ role, instance }) => (
        <>
          <a href={formatHash('members', [role, instance])} data-testid={testIds.openMember(instance)}>
            {instance}
          </a>
          {!instance.startsWith(role) && <div class="muted">{role}</div>}
        </>
      ),
    },
    { title: columns.state, isWide: true, render: (member) => <MemberState member={member} /> },
    { title: columns.version, render: ({ version }) => version },
    { title: columns.since, render: ({ startedAt }) => <Ago at={Date.parse(startedAt)} /> },
    { title: columns.cpu, isNumber: true, render: ({ cpuPercent }) => formats.percent(cpuPercent) },
    { title: columns.memory, isNumber: true, render: ({ memoryMiB }) => formats.mebibytes(memoryMiB) },
    { title: columns.delay, isNumber: true, render: ({ eventLoopDelayMs }) => formats.duration(eventLoopDelayMs) },
    {
      title: columns.connections,
      isNumber: true,
      isBlank: (member) => !isGate(member),
      render: (member) => (isGate(member) ? formats.count(member.connections) : '–'),
    },
    {
      title: columns.partitions,
      isWide: true,
      isBlank: ({ services }) => services.every(({ owned }) => owned === 0),
      render: ({ services }) => <Owned services={services} />,
    },
  ];
}

function MemberState({ member }: { readonly member: ShownMember }) {
  return (
    <>
      <StateBadge member={member} />
      {[...member.missing, member.warning].filter(Boolean).map((text) => (
        <div key={text} class="muted">
          {text}
        </div>
      ))}
    </>
  );
}

function Owned({ services }: Pick<ShownMember, 'services'>) {
  const owned = services.filter((one) => one.owned > 0);
  if (owned.length === 0) return <>–</>;
  return <span class="owned">{owned.map((one) => `${one.service} ${one.owned}`).join(' · ')}</span>;
}
