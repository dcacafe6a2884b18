// The instances, and everything about one of them.
import { Panel } from '../../components/basics.tsx';
import { ViewHead } from '../../components/header.tsx';
import { useSpeech } from '../../i18n/language.ts';
import { MemberDetails } from './member-details.tsx';
import { MembersTable } from './members-table.tsx';

export function Members({ path: [role, instance] }: { readonly path: readonly string[] }) {
  const { texts } = useSpeech();
  if (role !== undefined && instance !== undefined) return <MemberDetails role={role} instance={instance} />;
  return (
    <>
      <ViewHead title={texts.viewNames.members} />
      <Panel title={texts.overview.members} isTitled={false}>
        <MembersTable />
      </Panel>
    </>
  );
}
