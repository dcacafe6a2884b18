// Groups: look at one by its id, and dissolve it.
import { useState } from 'preact/hooks';
import { ActButton, ConfirmedAct } from '../components/acts.tsx';
import { useApp, useLoad, useMayOperate } from '../components/app-context.ts';
import { Badge, Empty, Facts, Loaded, Moment, Panel } from '../components/basics.tsx';
import { ViewHead } from '../components/header.tsx';
import { SearchForm } from '../components/search-form.tsx';
import { DataTable } from '../components/table.tsx';
import { UserLink } from '../components/user-link.tsx';
import { useSpeech } from '../i18n/language.ts';
import type { Texts } from '../i18n/texts.ts';
import type { ShownGroup, ShownGroupMember } from '../replies.ts';
import { formatHash } from '../router.ts';
import { testIds } from '../testids.ts';

const GROUP_ID = /^[A-Za-z0-9_-]{22}$/;

export function Groups({ query }: { readonly query: URLSearchParams }) {
  const { texts } = useSpeech();
  const groupId = query.get('id') ?? '';
  return (
    <>
      <ViewHead title={texts.viewNames.groups} intro={texts.groups.intro} />
      <SearchForm
        label={texts.groups.search}
        button={texts.groups.find}
        value={groupId}
        fieldTestId={testIds.groupId}
        buttonTestId={testIds.findGroup}
        maxLength={22}
        onSearch={(wanted) => {
          location.hash = formatHash('groups', [], { id: wanted });
        }}
      />
      {groupId === '' && <Empty>{texts.groups.start}</Empty>}
      {groupId !== '' && !GROUP_ID.test(groupId) && (
        <p class="trouble" role="alert" data-testid={testIds.error}>
          {texts.groups.badId}
        </p>
      )}
      {GROUP_ID.test(groupId) && <GroupView key={groupId} groupId={groupId} />}
    </>
  );
}

function GroupView({ groupId }: { readonly groupId: string }) {
  const { api } = useApp();
  const { texts } = useSpeech();
  const mayOperate = useMayOperate();
  const request = useLoad(() => api.readGroup(groupId, ''), groupId);
  return (
    <Loaded request={request}>
      {({ group, members, more }) => (
        <div class="stack" data-testid={testIds.group}>
          <Panel title={group.name}>
            <GroupFacts group={group} />
          </Panel>
          {mayOperate && !group.dissolved && <GroupActs group={group} onDone={() => void request.reload()} />}
          <Panel title={texts.groups.members}>
            <GroupMembers key={request.readAt} groupId={groupId} first={members} hasMore={more} />
          </Panel>
        </div>
      )}
    </Loaded>
  );
}

function GroupFacts({ group }: { readonly group: ShownGroup }) {
  const { texts, formats } = useSpeech();
  const { groups } = texts;
  const state = group.dissolved ? <Badge tone="bad">{groups.dissolved}</Badge> : <Badge tone="good">{groups.active}</Badge>;
  return (
    <Facts
      facts={[
        [texts.columns.state, state],
        [groups.about, group.about === '' ? '–' : group.about],
        [groups.owner, <UserLink key="owner" userId={group.ownerId} />],
        [groups.memberCount, formats.count(group.memberCount)],
        [groups.createdAt, <Moment key="created" at={group.createdAt} />],
      ]}
    />
  );
}

function GroupActs({ group: { groupId, name }, onDone }: { readonly group: ShownGroup; readonly onDone: () => void }) {
  const { api } = useApp();
  const { texts } = useSpeech();
  const { groups } = texts;
  return (
    <div class="act-bar">
      <span class="spring" />
      <ConfirmedAct
        label={groups.dissolve}
        testId={testIds.dissolve}
        kind="danger"
        question={{ title: groups.dissolveTitle(name), text: groups.dissolveText }}
        act={async () => {
          await api.dissolveGroup(groupId);
          return groups.dissolvedNow(name);
        }}
        onDone={onDone}
      />
    </div>
  );
}

interface GroupMembersProps {
  readonly groupId: string;
  /** The first page. */
  readonly first: readonly ShownGroupMember[];
  readonly hasMore: boolean;
}

function GroupMembers({ groupId, first, hasMore }: GroupMembersProps) {
  const { api } = useApp();
  const { texts } = useSpeech();
  const { groups, columns } = texts;
  const [members, setMembers] = useState(first);
  const [more, setMore] = useState(hasMore);
  if (members.length === 0) return <Empty>{groups.noMembers}</Empty>;
  return (
    <>
      <DataTable
        caption={groups.members}
        rows={members}
        keyOf={({ userId }) => userId}
        columns={[
          { title: columns.name, isWide: true, render: ({ name }) => name },
          { title: columns.role, render: ({ role }) => roleName(role, groups.roles) },
          { title: columns.joinedAt, render: ({ joinedAt }) => <Moment at={joinedAt} /> },
          { title: texts.users.userId, isWide: true, render: ({ userId }) => <UserLink userId={userId} /> },
        ]}
      />
      {more && (
        <ActButton
          label={groups.more}
          testId={testIds.more}
          act={async () => {
            const page = await api.readGroup(groupId, members.at(-1)?.userId ?? '');
            setMembers([...members, ...page.members]);
            setMore(page.more);
            return undefined;
          }}
        />
      )}
    </>
  );
}

function roleName(role: string, names: Texts['groups']['roles']): string {
  return Object.hasOwn(names, role) ? names[role as keyof typeof names] : role;
}
