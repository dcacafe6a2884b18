// The services of one instance: their batches of the last seconds, and their partitions.

import { Badge, Panel } from '../../components/basics.tsx';
import { DataTable, type TableColumn } from '../../components/table.tsx';
import { type Speech, useSpeech } from '../../i18n/language.ts';
import type { ShownMember, ShownPartition, ShownService } from '../../replies.ts';
import { Refusals } from './refusals.tsx';

export function MemberServices({ member: { services } }: { readonly member: ShownMember }) {
  const speech = useSpeech();
  const { texts } = speech;
  const refusals = sumRefusals(services);
  return (
    <>
      <Panel title={texts.member.services}>
        <DataTable
          caption={texts.member.services}
          onPhone="scroll"
          columns={serviceColumns(speech)}
          rows={services}
          keyOf={({ service }) => service}
        />
        <h3>{texts.member.refusals}</h3>
        <Refusals about={texts.member.services} rates={refusals} />
      </Panel>
      {services
        .filter(({ partitions }) => partitions.length > 0)
        .map(({ service, partitions }) => (
          <Panel key={service} title={texts.member.partitionsOf(service)}>
            <DataTable
              caption={texts.member.partitionsOf(service)}
              onPhone="scroll"
              columns={partitionColumns(speech)}
              rows={partitions}
              keyOf={({ partition }) => String(partition)}
            />
          </Panel>
        ))}
    </>
  );
}

function sumRefusals(services: readonly ShownService[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { load } of services)
    for (const [code, rate] of Object.entries(load?.refusalsPerSecond ?? {})) sums[code] = (sums[code] ?? 0) + rate;
  return sums;
}

function serviceColumns({ texts: { columns, member }, formats }: Speech): TableColumn<ShownService>[] {
  const number = (title: string, read: (service: ShownService) => string): TableColumn<ShownService> => ({
    title,
    isNumber: true,
    render: read,
  });
  return [
    { title: columns.service, render: ({ service }) => service },
    number(columns.partitions, ({ owned }) => formats.count(owned)),
    number(columns.lag, ({ lag }) => formats.count(lag)),
    number(member.queued, ({ queuedRecords }) => formats.count(queuedRecords)),
    number(member.commands, ({ load }) => formats.rate(load?.commandsPerSecond)),
    number(member.batches, ({ load }) => formats.rate(load?.batchesPerSecond)),
    number(member.batchSize, ({ load }) => formats.rate(load?.batchCommands)),
    number(member.batchTime, ({ load }) => formats.duration(load?.batchMs)),
    number(member.deadLetters, ({ deadLetters }) => formats.count(deadLetters)),
  ];
}

function partitionColumns({ texts, formats }: Speech): TableColumn<ShownPartition>[] {
  const { columns } = texts;
  return [
    { title: columns.partition, render: ({ partition }) => partition },
    { title: columns.position, isNumber: true, render: ({ position }) => formats.count(position) },
    { title: columns.lag, isNumber: true, render: ({ lag }) => formats.count(lag) },
    {
      title: columns.state,
      render: ({ paused }) =>
        paused ? <Badge tone="bad">{texts.lag.paused}</Badge> : <Badge tone="calm">{texts.lag.running}</Badge>,
    },
  ];
}
