// The audit log: who did what, a page at a time.
import { useEffect, useState } from 'preact/hooks';
import { ActButton } from '../components/acts.tsx';
import { useApp, useLoad } from '../components/app-context.ts';
import { Badge, Empty, Loaded, Moment, Panel, RefreshButton } from '../components/basics.tsx';
import { ViewHead } from '../components/header.tsx';
import { DataTable, type TableColumn } from '../components/table.tsx';
import { type Speech, useSpeech } from '../i18n/language.ts';
import type { ShownAuditEntry } from '../replies.ts';
import { describeTarget } from '../state/audit-target.ts';
import { testIds } from '../testids.ts';

const PAGE = 50;

export function Audit() {
  const { api } = useApp();
  const { texts } = useSpeech();
  const request = useLoad(() => api.listAudit(undefined, PAGE), 'audit');
  return (
    <>
      <ViewHead title={texts.viewNames.audit} intro={texts.audit.intro}>
        <RefreshButton request={request} />
      </ViewHead>
      <Panel title={texts.viewNames.audit} isTitled={false}>
        <Loaded request={request}>{({ entries }) => <Entries newest={entries} />}</Loaded>
      </Panel>
    </>
  );
}

/** The newest page, and the older ones that were asked for: `newest` replaces all of them. */
function Entries({ newest }: { readonly newest: readonly ShownAuditEntry[] }) {
  const { api } = useApp();
  const speech = useSpeech();
  const { audit, viewNames } = speech.texts;
  const [older, setOlder] = useState<readonly ShownAuditEntry[]>([]);
  const [hasMore, setMore] = useState(newest.length === PAGE);
  useEffect(() => {
    setOlder([]);
    setMore(newest.length === PAGE);
  }, [newest]);
  const entries = [...newest, ...older];
  if (entries.length === 0) return <Empty>{audit.none}</Empty>;
  return (
    <>
      <DataTable
        caption={viewNames.audit}
        columns={entryColumns(speech)}
        rows={entries}
        keyOf={({ number }) => String(number)}
        testIdOf={({ number }) => testIds.auditEntry(number)}
      />
      {hasMore ? (
        <ActButton
          label={audit.older}
          testId={testIds.more}
          act={async () => {
            const page = await api.listAudit(entries.at(-1)?.number, PAGE);
            setOlder([...older, ...page.entries]);
            setMore(page.entries.length === PAGE);
            return undefined;
          }}
        />
      ) : (
        <p class="muted">{audit.all}</p>
      )}
    </>
  );
}

function entryColumns({ texts: { columns, audit } }: Speech): TableColumn<ShownAuditEntry>[] {
  return [
    { title: columns.time, render: ({ at }) => <Moment at={at} /> },
    { title: columns.actor, render: ({ actor }) => actor },
    { title: columns.act, render: ({ act }) => <code>{act}</code> },
    { title: columns.target, isWide: true, render: ({ target }) => <span class="long">{describeTarget(target)}</span> },
    { title: columns.address, render: ({ address }) => address },
    {
      title: columns.result,
      render({ result }) {
        if (result === 'done') return <Badge tone="good">{audit.done}</Badge>;
        return result === '' ? <Badge tone="warn">{audit.pending}</Badge> : <Badge tone="bad">{result}</Badge>;
      },
    },
  ];
}
