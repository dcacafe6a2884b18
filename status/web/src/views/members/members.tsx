// The instances, and everything about one of them.
import { useApp, useLiveView, useMayOperate } from '../../components/app-context.ts';
import { Panel } from '../../components/basics.tsx';
import { ViewHead } from '../../components/header.tsx';
import { LogLevelAct } from '../../components/log-level.tsx';
import { useSpeech } from '../../i18n/language.ts';
import { testIds } from '../../testids.ts';
import { MemberDetails } from './member-details.tsx';
import { MembersTable } from './members-table.tsx';

export function Members({ path: [role, instance] }: { readonly path: readonly string[] }) {
  const { texts } = useSpeech();
  const mayOperate = useMayOperate();
  if (role !== undefined && instance !== undefined) return <MemberDetails role={role} instance={instance} />;
  return (
    <>
      <ViewHead title={texts.viewNames.members} />
      {mayOperate && <AllLogLevels />}
      <Panel title={texts.overview.members} isTitled={false}>
        <MembersTable />
      </Panel>
    </>
  );
}

function AllLogLevels() {
  const { api, live } = useApp();
  const { texts } = useSpeech();
  const { members } = useLiveView();
  return (
    <div class="act-bar">
      <LogLevelAct
        label={texts.member.allLogLevels}
        current={members[0]?.logLevel ?? 'info'}
        testIds={{ level: testIds.allLogLevels, set: testIds.setAllLogLevels }}
        set={async (level) => {
          const { instances } = await api.setAllLogLevels(level);
          return texts.member.allLogLevelsSet(instances.length, level);
        }}
        onDone={() => live.refresh()}
      />
    </div>
  );
}
