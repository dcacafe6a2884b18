// Everything at a glance: tiles, what is wrong, the last hour, and every instance.
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { useApp, useLiveView, useLoad } from '../components/app-context.ts';
import { Empty, Panel } from '../components/basics.tsx';
import { Chart } from '../components/chart.tsx';
import { ViewHead } from '../components/header.tsx';
import { useSpeech } from '../i18n/language.ts';
import { formatHash } from '../router.ts';
import type { LiveView } from '../state/live.ts';
import { toSeries } from '../state/series.ts';
import { countNewLetters, findProblems, gradeProblem, type Problem, sumGates, sumLag } from '../state/summary.ts';
import { testIds } from '../testids.ts';
import { MembersTable } from './members/members-table.tsx';
import { explainProblem } from './problem-texts.ts';

export function Overview() {
  const { texts } = useSpeech();
  const view = useLiveView();
  const problems = findProblems(view);
  return (
    <>
      <ViewHead title={texts.viewNames.overview} />
      <Tiles view={view} />
      <Panel title={texts.overview.problems} testId={testIds.problems}>
        <ProblemList problems={problems} isKnown={view.isKnown} />
      </Panel>
      <Panel title={texts.overview.charts}>
        <LoadCharts view={view} />
      </Panel>
      <Panel title={texts.overview.members}>
        <MembersTable />
      </Panel>
    </>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly note: ComponentChildren;
  readonly href?: string;
  readonly isBad?: boolean;
  readonly testId: string;
}

function Tile({ name, value, note, href, isBad = false, testId }: TileProps) {
  return (
    <li class={isBad ? 'tile bad' : 'tile'} data-testid={testId}>
      <span class="tile-name">{href === undefined ? name : <a href={href}>{name}</a>}</span>
      <strong>{value}</strong>
      <span class="muted">{note}</span>
    </li>
  );
}

function Tiles({ view }: { readonly view: LiveView }) {
  const { texts, formats } = useSpeech();
  const { overview } = texts;
  const last = view.samples.at(-1);
  const gates = sumGates(view.members);
  const [worst] = sumLag(view.members);
  return (
    <ul class="tiles">
      <Tile
        name={overview.messages}
        value={formats.rate(last?.messagesPerSecond)}
        note={overview.pushes(formats.rate(last?.pushesPerSecond))}
        testId={testIds.tile('messages')}
      />
      <Tile
        name={overview.ackP50}
        value={formats.duration(last?.ack?.p50Ms)}
        note={overview.ackP99(formats.duration(last?.ack?.p99Ms))}
        testId={testIds.tile('ack')}
      />
      <Tile
        name={overview.gates}
        value={formats.count(gates.gates)}
        note={overview.gatesReady(gates.readyGates, gates.gates)}
        isBad={view.isKnown && gates.readyGates < Math.max(1, gates.gates)}
        href={formatHash('members')}
        testId={testIds.tile('gates')}
      />
      <Tile
        name={overview.connections}
        value={formats.count(gates.connections)}
        note={overview.ofRoom(formats.count(gates.room))}
        testId={testIds.tile('connections')}
      />
      <Tile
        name={overview.worstLag}
        value={formats.count(worst?.lag ?? 0)}
        note={worst && worst.lag > 0 ? worst.service : overview.nothingWaits}
        href={formatHash('lag')}
        testId={testIds.tile('lag')}
      />
      <LettersTile newLetters={countNewLetters(view.members)} />
    </ul>
  );
}

/** The list is read again when a service reports one more. */
function LettersTile({ newLetters }: { readonly newLetters: number }) {
  const { api } = useApp();
  const { texts, formats } = useSpeech();
  const { value, error } = useLoad(() => api.listLetters(500), `letters ${newLetters}`);
  const open = value?.letters.filter(({ state }) => state === 'open').length ?? 0;
  return (
    <Tile
      name={texts.overview.letters}
      value={value ? formats.count(open) : '–'}
      note={error ? texts.overview.lettersUnknown : texts.overview.lettersOpen}
      isBad={open > 0}
      href={formatHash('letters')}
      testId={testIds.tile('letters')}
    />
  );
}

function ProblemList({ problems, isKnown }: { readonly problems: readonly Problem[]; readonly isKnown: boolean }) {
  const speech = useSpeech();
  const { texts } = speech;
  if (problems.length === 0) return <Empty>{isKnown ? texts.overview.noProblems : texts.loading}</Empty>;
  return (
    <ul class="problems">
      {problems.map((problem) => {
        const text = explainProblem(problem, speech);
        return (
          <li key={text} class={gradeProblem(problem)}>
            {text}
          </li>
        );
      })}
    </ul>
  );
}

function LoadCharts({ view: { samples } }: { readonly view: LiveView }) {
  const { texts, formats } = useSpeech();
  const { charts } = texts;
  const throughput = useMemo(
    () =>
      toSeries(samples, {
        messages: ({ messagesPerSecond }) => messagesPerSecond,
        pushes: ({ pushesPerSecond }) => pushesPerSecond,
      }),
    [samples],
  );
  const latency = useMemo(
    () =>
      toSeries(samples, {
        ackP50: ({ ack }) => ack?.p50Ms,
        ackP99: ({ ack }) => ack?.p99Ms,
        pushP50: ({ push }) => push?.p50Ms,
        pushP99: ({ push }) => push?.p99Ms,
      }),
    [samples],
  );
  const nameOf = (name: string): string => charts[name as 'messages' | 'pushes' | 'ackP50' | 'ackP99' | 'pushP50' | 'pushP99'];
  return (
    <div class="charts">
      <Chart title={charts.throughput} series={throughput} nameOf={nameOf} format={formats.rate} testId={testIds.messagesChart} />
      <Chart title={charts.latency} series={latency} nameOf={nameOf} format={formats.duration} testId={testIds.latencyChart} />
    </div>
  );
}
