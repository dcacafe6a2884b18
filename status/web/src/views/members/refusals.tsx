// How often a gate or a service refuses, by code.
import { Empty } from '../../components/basics.tsx';
import { DataTable } from '../../components/table.tsx';
import { useSpeech } from '../../i18n/language.ts';

interface RefusalsProps {
  /** Who refuses. */
  readonly about: string;
  readonly rates: Readonly<Record<string, number>>;
}

export function Refusals({ about, rates }: RefusalsProps) {
  const { texts, formats } = useSpeech();
  const rows = Object.entries(rates).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return <Empty>{texts.member.noRefusals}</Empty>;
  return (
    <DataTable
      caption={`${about}: ${texts.member.refusals}`}
      onPhone="scroll"
      rows={rows}
      keyOf={([code]) => code}
      columns={[
        { title: texts.columns.code, render: ([code]) => <code>{code}</code> },
        { title: texts.columns.perSecond, isNumber: true, render: ([, rate]) => formats.rate(rate) },
      ]}
    />
  );
}
