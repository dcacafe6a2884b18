// The mails that a server without a mail server keeps.
import { useApp, useLoad } from '../components/app-context.ts';
import { Empty, Loaded, Moment, Panel, RefreshButton } from '../components/basics.tsx';
import { ViewHead } from '../components/header.tsx';
import { useSpeech } from '../i18n/language.ts';
import { testIds } from '../testids.ts';

/** Somebody who waits for a code looks at this page. */
const READ_EVERY_MS = 3000;

export function Mails() {
  const { api } = useApp();
  const { texts } = useSpeech();
  const request = useLoad(() => api.listMails(), 'mails', READ_EVERY_MS);
  return (
    <>
      <ViewHead title={texts.viewNames.mails} intro={texts.mails.intro}>
        <RefreshButton request={request} />
      </ViewHead>
      <Loaded request={request}>
        {({ mails }) => (
          <div class="stack">
            {mails.length === 0 && <Empty>{texts.mails.none}</Empty>}
            {mails.map(({ at, to, subject, text }) => (
              <Panel key={`${at} ${to}`} title={subject} testId={testIds.mail}>
                <p class="muted">
                  {texts.mails.to(to)} · <Moment at={at} />
                </p>
                <pre class="mail-text">{text}</pre>
              </Panel>
            ))}
          </div>
        )}
      </Loaded>
    </>
  );
}
