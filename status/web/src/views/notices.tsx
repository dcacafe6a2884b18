// Notices: a text for everybody who is connected, or for some users.
import { useId, useState } from 'preact/hooks';
import { ConfirmDialog } from '../components/acts.tsx';
import { useAct, useApp, useMayOperate } from '../components/app-context.ts';
import { Empty, Panel } from '../components/basics.tsx';
import { ViewHead } from '../components/header.tsx';
import { useSpeech } from '../i18n/language.ts';
import { splitNames } from '../state/names.ts';
import { testIds } from '../testids.ts';

/** As the API allows. */
const MAX_CHARACTERS = 1000;
const MAX_USERS = 100;

export function Notices() {
  const { texts } = useSpeech();
  const mayOperate = useMayOperate();
  return (
    <>
      <ViewHead title={texts.viewNames.notices} intro={texts.notices.intro} />
      {mayOperate ? <NoticeForm /> : <Empty>{texts.readOnly}</Empty>}
    </>
  );
}

function NoticeForm() {
  const { api } = useApp();
  const { texts } = useSpeech();
  const { notices } = texts;
  const { isBusy, run } = useAct();
  const [text, setText] = useState('');
  const [names, setNames] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [result, setResult] = useState('');
  const users = splitNames(names);
  const send = async (): Promise<string> => {
    const { devices } = await api.sendNotice(text.trim(), users.length > 0 ? users : undefined);
    setResult(notices.sent(devices));
    setText('');
    return notices.sent(devices);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.trim() === '' || users.length > MAX_USERS) return;
    if (users.length === 0) setAsking(true);
    else void run(send);
  };
  return (
    <Panel title={texts.viewNames.notices} isTitled={false}>
      <form class="notice-form" onSubmit={submit}>
        <NoticeText text={text} setText={setText} />
        <NoticeUsers names={names} setNames={setNames} isTooMany={users.length > MAX_USERS} />
        <div class="form-foot">
          <button type="submit" class="primary" disabled={isBusy} data-testid={testIds.sendNotice}>
            {notices.send}
          </button>
          <output data-testid={testIds.noticeResult}>{result}</output>
        </div>
      </form>
      {isAsking && (
        <ConfirmDialog
          label={notices.send}
          testId={testIds.sendNotice}
          kind="primary"
          question={{ title: notices.confirmTitle, text: <blockquote>{text.trim()}</blockquote> }}
          act={send}
          onClose={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}

function NoticeText({ text, setText }: { readonly text: string; readonly setText: (text: string) => void }) {
  const { texts } = useSpeech();
  const hint = useId();
  return (
    <label class="field">
      <span>{texts.notices.text}</span>
      <textarea
        rows={4}
        required
        maxLength={MAX_CHARACTERS}
        aria-describedby={hint}
        data-testid={testIds.noticeText}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <small id={hint} class="muted">
        {texts.notices.left(MAX_CHARACTERS - [...text].length)}
      </small>
    </label>
  );
}

interface NoticeUsersProps {
  readonly names: string;
  readonly setNames: (names: string) => void;
  readonly isTooMany: boolean;
}

function NoticeUsers({ names, setNames, isTooMany }: NoticeUsersProps) {
  const { texts } = useSpeech();
  const hint = useId();
  return (
    <label class="field">
      <span>{texts.notices.users}</span>
      <input
        type="text"
        spellcheck={false}
        autocapitalize="off"
        aria-describedby={hint}
        aria-invalid={isTooMany}
        data-testid={testIds.noticeUsers}
        value={names}
        onInput={(event) => setNames(event.currentTarget.value)}
      />
      <small id={hint} class={isTooMany ? 'mistake' : 'muted'}>
        {isTooMany ? texts.notices.tooMany : texts.notices.usersHint}
      </small>
    </label>
  );
}
