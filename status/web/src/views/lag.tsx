// What waits in the log: per service over the last hour, and per partition.
import { useMemo } from 'preact/hooks';
import { useLiveView } from '../components/app-context.ts';
import { Badge, Empty, Panel } from '../components/basics.tsx';
import { Chart } from '../components/chart.tsx';
import { ViewHead } from '../components/header.tsx';
import { DataTable, type TableColumn } from '../components/table.tsx';
import { type Speech, useSpeech } from '../i18n/language.ts';
import { formatHash } from '../router.ts';
import { servicesIn, toSeries } from '../state/series.ts';
import { type LagOfService, listPartitions, type PartitionRow, sumLag } from '../state/summary.ts';
import { testIds } from '../testids.ts';

export function Lag() {
  const speech = useSpeech();
  const { texts, formats } = speech;
  const { members, samples, isKnown } = useLiveView();
  const series = useMemo(
    () => toSeries(samples, Object.fromEntries(servicesIn(samples).map((name) => [name, ({ lag }) => lag[name]]))),
    [samples],
  );
  const partitions = listPartitions(members);
  const formatLag = (value: number | undefined): string => (value === undefined ? '–' : formats.count(value));
  return (
    <>
      <ViewHead title={texts.viewNames.lag} intro={texts.lag.intro} />
      <Panel title={texts.overview.charts}>
        <Chart title={texts.charts.lag} series={series} nameOf={(name) => name} format={formatLag} testId={testIds.lagChart} />
      </Panel>
      {partitions.length === 0 && <Empty>{isKnown ? texts.lag.none : texts.loading}</Empty>}
      {partitions.length > 0 && (
        <>
          <Panel title={texts.lag.services}>
            <DataTable
              caption={texts.lag.services}
              onPhone="scroll"
              columns={serviceColumns(speech)}
              rows={sumLag(members)}
              keyOf={({ service }) => service}
              testIdOf={({ service }) => testIds.service(service)}
            />
          </Panel>
          <Panel title={texts.lag.partitions}>
            <DataTable
              caption={texts.lag.partitions}
              onPhone="scroll"
              columns={partitionColumns(speech)}
              rows={partitions}
              keyOf={({ service, partition, owner }) => `${service}/${partition}/${owner.instance}`}
              testIdOf={({ service, partition }) => testIds.partition(service, partition)}
            />
          </Panel>
        </>
      )}
    </>
  );
}

function serviceColumns({ texts, formats }: Speech): TableColumn<LagOfService>[] {
  const { columns } = texts;
  return [
    { title: columns.service, render: ({ service }) => service },
    { title: columns.lag, isNumber: true, render: ({ lag }) => <strong>{formats.count(lag)}</strong> },
    { title: columns.partitions, isNumber: true, render: ({ partitions }) => formats.count(partitions) },
    { title: columns.instances, isNumber: true, render: ({ instances }) => formats.count(instances) },
    {
      title: columns.state,
      render: ({ paused }) =>
        paused > 0 ? (
          <Badge tone="bad">
            {texts.lag.paused}: {formats.count(paused)}
          </Badge>
        ) : (
          <Badge tone="good">{texts.lag.running}</Badge>
        ),
    },
  ];
}

function partitionColumns({ texts, formats }: Speech): TableColumn<PartitionRow>[] {
  const { columns } = texts;
  return [
    {
      title: columns.partition,
      render: ({ service, partition }) => (
        <>
          {service} <span class="muted">{partition}</span>
        </>
      ),
    },
    {
      title: columns.owner,
      render: ({ owner: { role, instance } }) => <a href={formatHash('members', [role, instance])}>{instance}</a>,
    },
    { title: columns.position, isNumber: true, render: ({ position }) => formats.count(position) },
    { title: columns.lag, isNumber: true, render: ({ lag }) => <strong>{formats.count(lag)}</strong> },
    {
      title: columns.state,
      render: ({ paused }) =>
        paused ? <Badge tone="bad">{texts.lag.paused}</Badge> : <Badge tone="calm">{texts.lag.running}</Badge>,
    },
  ];
}
