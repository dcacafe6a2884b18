// Dead letters: the list, one of them with its stack, and what becomes of it.

import { ActButton, ConfirmedAct } from '../components/acts.tsx';
import { type LoadRequest, useApp, useLiveView, useLoad, useMayOperate } from '../components/app-context.ts';
import { Badge, Empty, Facts, Loaded, Moment, Panel, RefreshButton } from '../components/basics.tsx';
import { ViewHead } from '../components/header.tsx';
import { DataTable } from '../components/table.tsx';
import { UserLink } from '../components/user-link.tsx';
import { useSpeech } from '../i18n/language.ts';
import type { ShownLetter, ShownLetterDetails } from '../replies.ts';
import { formatHash } from '../router.ts';
import { countNewLetters } from '../state/summary.ts';
import { testIds } from '../testids.ts';

const SHOWN = 100;

export function Letters({ path: [number] }: { readonly path: readonly string[] }) {
  return number !== undefined && /^\d{1,15}$/.test(number) ? <LetterView number={Number(number)} /> : <LetterList />;
}

function LetterList() {
  const { api } = useApp();
  const { texts } = useSpeech();
  const newLetters = countNewLetters(useLiveView().members);
  const request = useLoad(() => api.listLetters(SHOWN), `letters ${newLetters}`);
  return (
    <>
      <ViewHead title={texts.viewNames.letters} intro={texts.letters.intro}>
        <RefreshButton request={request} />
      </ViewHead>
      <Panel title={texts.viewNames.letters} isTitled={false}>
        <Loaded request={request}>
          {({ letters, more }) => (
            <>
              {letters.length === 0 ? <Empty>{texts.letters.none}</Empty> : <LetterTable letters={letters} request={request} />}
              {more > 0 && <p class="muted">{texts.letters.more(more)}</p>}
            </>
          )}
        </Loaded>
      </Panel>
    </>
  );
}

interface LetterTableProps {
  readonly letters: readonly ShownLetter[];
  readonly request: LoadRequest<unknown>;
}

function LetterTable({ letters, request }: LetterTableProps) {
  const { texts } = useSpeech();
  const mayOperate = useMayOperate();
  const { columns } = texts;
  return (
    <DataTable
      caption={texts.viewNames.letters}
      rows={letters}
      keyOf={({ number }) => String(number)}
      testIdOf={({ number }) => testIds.letter(number)}
      columns={[
        {
          title: columns.number,
          render: ({ number }) => (
            <a href={formatHash('letters', [String(number)])} data-testid={testIds.openLetter(number)}>
              {number}
            </a>
          ),
        },
        { title: columns.time, render: ({ at }) => <Moment at={at} /> },
        { title: columns.state, render: ({ state }) => <LetterState state={state} /> },
        { title: columns.service, render: ({ service }) => service },
        { title: columns.cause, isWide: true, render: ({ cause }) => <span class="long">{cause}</span> },
        ...(mayOperate
          ? [
              {
                title: columns.acts,
                isWide: true,
                render: ({ number }: ShownLetter) => <LetterActs number={number} onDone={() => void request.reload()} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function LetterState({ state }: Pick<ShownLetter, 'state'>) {
  const { texts } = useSpeech();
  return <Badge tone={state === 'open' ? 'warn' : 'calm'}>{texts.letters[state]}</Badge>;
}

function LetterActs({ number, onDone, onDropped = onDone }: { number: number; onDone: () => void; onDropped?: () => void }) {
  const { api } = useApp();
  const { texts } = useSpeech();
  const { letters } = texts;
  return (
    <div class="acts">
      <ActButton
        label={letters.replay}
        about={String(number)}
        testId={testIds.replay(number)}
        act={async () => {
          await api.replayLetter(number);
          return letters.replayedNow(number);
        }}
        onDone={onDone}
      />
      <ConfirmedAct
        label={letters.drop}
        about={String(number)}
        testId={testIds.drop(number)}
        kind="danger"
        question={{ title: letters.dropTitle(number), text: letters.dropText }}
        act={async () => {
          await api.dropLetter(number);
          return letters.dropped(number);
        }}
        onDone={onDropped}
      />
    </div>
  );
}

function LetterView({ number }: { readonly number: number }) {
  const { api } = useApp();
  const { texts } = useSpeech();
  const mayOperate = useMayOperate();
  const request = useLoad(() => api.readLetter(number), `letter ${number}`);
  const leave = (): void => {
    location.hash = formatHash('letters');
  };
  return (
    <>
      <p class="back">
        <a href={formatHash('letters')}>← {texts.letters.back}</a>
      </p>
      <ViewHead title={texts.letters.title(number)} />
      <Loaded request={request}>
        {(letter) => (
          <div class="stack" data-testid={testIds.letterDetails}>
            {mayOperate && (
              <div class="act-bar">
                <LetterActs number={number} onDone={() => void request.reload()} onDropped={leave} />
              </div>
            )}
            <LetterFacts letter={letter} />
          </div>
        )}
      </Loaded>
    </>
  );
}

function LetterFacts({ letter }: { readonly letter: ShownLetterDetails }) {
  const { texts, formats } = useSpeech();
  const { columns, letters } = texts;
  const { command, stack } = letter;
  return (
    <>
      <Panel title={columns.cause}>
        <p class="long">{letter.cause}</p>
        <Facts
          facts={[
            [columns.state, <LetterState key="state" state={letter.state} />],
            [columns.time, <Moment key="time" at={letter.at} />],
            [columns.service, letter.service],
            [columns.instance, letter.instance],
            [letters.place, <code key="place">{letter.place}</code>],
            [letters.author, letter.author],
            [letters.size, letters.bytes(formats.count(letter.bytes))],
            ...(command
              ? ([
                  [letters.rpc, <code key="rpc">{command.rpc}</code>],
                  [letters.user, <UserLink key="user" userId={command.userId} />],
                  [letters.trace, <code key="trace">{command.traceId}</code>],
                  [letters.acceptedAt, <Moment key="accepted" at={command.acceptedAt} />],
                ] as const)
              : []),
          ]}
        />
      </Panel>
      <Panel title={letters.stack}>
        {stack === '' ? (
          <Empty>{letters.noStack}</Empty>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
          <pre tabIndex={0}>{stack}</pre>
        )}
      </Panel>
    </>
  );
}
