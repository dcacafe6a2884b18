// Accounts: find one, see where it is logged in, and act on it.

import { ActButton } from '../components/acts.tsx';
import { useApp, useLoad, useMayOperate } from '../components/app-context.ts';
import { Badge, Empty, Facts, Loaded, Moment, Panel, RefreshButton } from '../components/basics.tsx';
import { ViewHead } from '../components/header.tsx';
import { SearchForm } from '../components/search-form.tsx';
import { DataTable } from '../components/table.tsx';
import { useSpeech } from '../i18n/language.ts';
import type { ShownSession, ShownUser } from '../replies.ts';
import { formatHash } from '../router.ts';
import { testIds } from '../testids.ts';
import { UserActs } from './user-acts.tsx';

/** As the API allows. */
const MAX_ACCOUNT_CHARACTERS = 254;

export function Users({ query }: { readonly query: URLSearchParams }) {
  const { texts } = useSpeech();
  const account = query.get('account') ?? '';
  return (
    <>
      <ViewHead title={texts.viewNames.users} intro={texts.users.intro} />
      <SearchForm
        label={texts.users.search}
        button={texts.users.find}
        value={account}
        fieldTestId={testIds.account}
        buttonTestId={testIds.findUser}
        maxLength={MAX_ACCOUNT_CHARACTERS}
        onSearch={(wanted) => {
          location.hash = formatHash('users', [], { account: wanted });
        }}
      />
      {account === '' ? <Empty>{texts.users.start}</Empty> : <Account key={account} account={account} />}
    </>
  );
}

function Account({ account }: { readonly account: string }) {
  const { api } = useApp();
  const { texts } = useSpeech();
  const mayOperate = useMayOperate();
  const request = useLoad(() => api.readUser(account), account);
  const reload = (): void => void request.reload();
  return (
    <Loaded request={request}>
      {(user) => (
        <div class="stack" data-testid={testIds.user}>
          <Panel title={user.name} side={<RefreshButton request={request} />}>
            <AccountFacts user={user} />
          </Panel>
          {mayOperate && <UserActs user={user} onDone={reload} />}
          <Panel title={texts.users.sessions}>
            <Sessions user={user} onDone={reload} />
          </Panel>
        </div>
      )}
    </Loaded>
  );
}

function AccountFacts({ user }: { readonly user: ShownUser }) {
  const { texts } = useSpeech();
  const { users } = texts;
  const state = user.disabled ? <Badge tone="bad">{users.disabled}</Badge> : <Badge tone="good">{users.enabled}</Badge>;
  return (
    <Facts
      facts={[
        [texts.columns.state, state],
        [users.userId, <code key="id">{user.userId}</code>],
        [users.email, user.email === '' ? users.noEmail : user.email],
        [users.registeredAt, <Moment key="registered" at={user.registeredAt} />],
      ]}
    />
  );
}

function Sessions({ user: { userId, sessions }, onDone }: { readonly user: ShownUser; readonly onDone: () => void }) {
  const { api } = useApp();
  const { texts } = useSpeech();
  const mayOperate = useMayOperate();
  const { users, columns } = texts;
  if (sessions.length === 0) return <Empty>{users.noSessions}</Empty>;
  const end = async (sessionId: string): Promise<string> => users.ended((await api.endSessions(userId, sessionId)).sessionsEnded);
  const nameOf = ({ deviceName, deviceKind }: ShownSession): string => deviceName || deviceKind || users.noDevice;
  return (
    <DataTable
      caption={users.sessions}
      rows={sessions}
      keyOf={({ sessionId }) => sessionId}
      testIdOf={({ sessionId }) => testIds.session(sessionId)}
      columns={[
        {
          title: columns.device,
          isWide: true,
          render: (session) => (
            <>
              {nameOf(session)} {session.deviceName !== '' && <span class="muted">{session.deviceKind}</span>}
            </>
          ),
        },
        { title: columns.openedAt, render: ({ openedAt }) => <Moment at={openedAt} /> },
        { title: columns.boundAt, render: ({ boundAt }) => <Moment at={boundAt} /> },
        ...(mayOperate
          ? [
              {
                title: columns.acts,
                isWide: true,
                render: (session: ShownSession) => (
                  <ActButton
                    label={users.end}
                    about={nameOf(session)}
                    testId={testIds.endSession(session.sessionId)}
                    kind="danger"
                    act={() => end(session.sessionId)}
                    onDone={onDone}
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
