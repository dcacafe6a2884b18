// One instance: its state, its load, its services with their batches, and what an operator makes it do.
import { ConfirmedAct } from '../../components/acts.tsx';
import { useApp, useLiveView, useMayOperate } from '../../components/app-context.ts';
import { Ago, Empty, Facts, Panel } from '../../components/basics.tsx';
import { ViewHead } from '../../components/header.tsx';
import { LogLevelAct } from '../../components/log-level.tsx';
import { useSpeech } from '../../i18n/language.ts';
import type { MemberLoad, ShownMember } from '../../replies.ts';
import { formatHash } from '../../router.ts';
import { isGate } from '../../state/summary.ts';
import { testIds } from '../../testids.ts';
import { MemberServices } from './member-services.tsx';
import { StateBadge } from './members-table.tsx';
import { Refusals } from './refusals.tsx';

export function MemberDetails({ role, instance }: Pick<ShownMember, 'role' | 'instance'>) {
  const { texts } = useSpeech();
  const { members, isKnown } = useLiveView();
  const mayOperate = useMayOperate();
  const member = members.find((one) => one.role === role && one.instance === instance);
  return (
    <>
      <p class="back">
        <a href={formatHash('members')}>← {texts.member.back}</a>
      </p>
      <ViewHead title={instance}>{member && <StateBadge member={member} />}</ViewHead>
      {!member && <Empty>{isKnown ? texts.member.gone : texts.loading}</Empty>}
      {member && (
        <div class="stack" data-testid={testIds.memberDetails}>
          {mayOperate && <MemberActs member={member} />}
          <MemberFacts member={member} />
          {member.load && isGate(member) && <GateLoad load={member.load} />}
          {member.services.length > 0 && <MemberServices member={member} />}
        </div>
      )}
    </>
  );
}

function MemberActs({ member }: { readonly member: ShownMember }) {
  const { instance, logLevel, state } = member;
  const { api, live } = useApp();
  const { texts } = useSpeech();
  return (
    <div class="act-bar">
      <LogLevelAct
        label={texts.member.logLevel}
        current={logLevel}
        testIds={{ level: testIds.logLevel, set: testIds.setLogLevel }}
        set={async (level) => {
          await api.setLogLevel(level, member);
          return texts.member.logLevelSet(instance, level);
        }}
        onDone={() => live.refresh()}
      />
      <span class="spring" />
      {state !== 'draining' && (
        <ConfirmedAct
          label={texts.member.drain}
          about={instance}
          testId={testIds.drain(instance)}
          kind="danger"
          question={{ title: texts.member.drainTitle(instance), text: texts.member.drainText }}
          act={async () => {
            await api.drain(member);
            return texts.member.drained(instance);
          }}
          onDone={() => live.refresh()}
        />
      )}
    </div>
  );
}

function MemberFacts({ member }: { readonly member: ShownMember }) {
  const { texts, formats } = useSpeech();
  const { columns } = texts;
  const { hashes, addresses, adminUrl, missing, warning } = member;
  return (
    <Panel title={texts.columns.state}>
      {(missing.length > 0 || warning) && (
        <ul class="problems">
          {[...missing, warning].filter(Boolean).map((text) => (
            <li key={text} class="bad">
              {text}
            </li>
          ))}
        </ul>
      )}
      <Facts
        facts={[
          [columns.role, member.role],
          [columns.version, member.version],
          [columns.since, <Ago key="since" at={Date.parse(member.startedAt)} />],
          [columns.cpu, formats.percent(member.cpuPercent)],
          [columns.memory, formats.mebibytes(member.memoryMiB)],
          [columns.delay, formats.duration(member.eventLoopDelayMs)],
          ...(isGate(member)
            ? ([
                [columns.connections, `${formats.count(member.connections)} / ${formats.count(member.maxConnections)}`],
                [texts.member.sessions, formats.count(member.sessions)],
                [texts.member.addresses, addresses.join(', ')],
              ] as const)
            : []),
          ...(hashes
            ? ([
                [
                  texts.member.hashes,
                  texts.member.hashesText(
                    formats.count(hashes.running),
                    formats.count(hashes.waiting),
                    formats.count(hashes.refused),
                  ),
                ],
              ] as const)
            : []),
          ...(adminUrl === '' ? [] : ([[texts.member.adminUrl, adminUrl]] as const)),
          [texts.member.logLevel, member.logLevel],
        ]}
      />
    </Panel>
  );
}

function GateLoad({ load }: { readonly load: MemberLoad }) {
  const { texts, formats } = useSpeech();
  const { member } = texts;
  const both = (quantiles: MemberLoad['ack']): string =>
    `${formats.duration(quantiles?.p50Ms)} / ${formats.duration(quantiles?.p99Ms)}`;
  return (
    <Panel title={member.load}>
      <Facts
        facts={[
          [member.framesIn, member.perSecond(formats.rate(load.framesInPerSecond))],
          [member.framesOut, member.perSecond(formats.rate(load.framesOutPerSecond))],
          [member.bytesIn, formats.bytesPerSecond(load.bytesInPerSecond)],
          [member.bytesOut, formats.bytesPerSecond(load.bytesOutPerSecond)],
          [member.ack, both(load.ack)],
          [member.push, both(load.push)],
        ]}
      />
      <h3>{member.refusals}</h3>
      <Refusals about={member.load} rates={load.refusalsPerSecond} />
    </Panel>
  );
}
