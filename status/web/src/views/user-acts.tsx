// What an operator may do to an account.

import { ActButton, ConfirmedAct } from '../components/acts.tsx';
import { useApp } from '../components/app-context.ts';
import { useSpeech } from '../i18n/language.ts';
import type { ShownUser } from '../replies.ts';
import { formatHash } from '../router.ts';
import { testIds } from '../testids.ts';

interface UserActsProps {
  readonly user: ShownUser;
  readonly onDone: () => void;
}

export function UserActs({ user, onDone }: UserActsProps) {
  const { api } = useApp();
  const { texts } = useSpeech();
  const { users } = texts;
  const { userId, name, sessions } = user;
  return (
    <fieldset class="act-bar" aria-label={users.acts}>
      {sessions.length > 0 && (
        <ActButton
          label={users.endAll}
          testId={testIds.endAll}
          act={async () => users.ended((await api.endSessions(userId)).sessionsEnded)}
          onDone={onDone}
        />
      )}
      <AbilityAct user={user} onDone={onDone} />
      <ActButton
        label={users.export}
        testId={testIds.export}
        act={async () => {
          download(`${name}.jsonl`, await api.exportUser(userId));
          return users.exported(name);
        }}
      />
      <span class="spring" />
      <ConfirmedAct
        label={users.delete}
        testId={testIds.deleteUser}
        kind="danger"
        question={{
          title: users.deleteTitle(name),
          text: users.deleteText,
          confirmLabel: users.deleteConfirm,
          typed: { value: name, label: users.typeToConfirm(name) },
        }}
        act={async () => {
          await api.deleteUser(userId);
          return users.deleted(name);
        }}
        onDone={() => {
          location.hash = formatHash('users');
        }}
      />
    </fieldset>
  );
}

function AbilityAct({ user: { userId, name, disabled }, onDone }: UserActsProps) {
  const { api } = useApp();
  const { texts } = useSpeech();
  const { users } = texts;
  if (disabled)
    return (
      <ActButton
        label={users.enable}
        testId={testIds.enable}
        act={async () => {
          await api.enableUser(userId);
          return users.enabledNow(name);
        }}
        onDone={onDone}
      />
    );
  return (
    <ConfirmedAct
      label={users.disable}
      testId={testIds.disable}
      kind="danger"
      question={{ title: users.disableTitle(name), text: users.disableText }}
      act={async () => {
        await api.disableUser(userId);
        return users.disabledNow(name);
      }}
      onDone={onDone}
    />
  );
}

/** Gives the reader a file of `content` as JSON. */
function download(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName });
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
