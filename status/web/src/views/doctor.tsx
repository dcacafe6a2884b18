// The doctor: what is wrong with the set-up, and how to mend it.

import { useApp, useLoad } from '../components/app-context.ts';
import { Badge, Loaded, Panel, RefreshButton } from '../components/basics.tsx';
import { ViewHead } from '../components/header.tsx';
import { useSpeech } from '../i18n/language.ts';
import type { Texts } from '../i18n/texts.ts';
import type { ShownFinding } from '../replies.ts';
import { testIds } from '../testids.ts';

export function Doctor() {
  const { api } = useApp();
  const { texts } = useSpeech();
  const request = useLoad(() => api.examine(), 'doctor');
  return (
    <>
      <ViewHead title={texts.viewNames.doctor} intro={texts.doctor.intro}>
        <RefreshButton request={request} />
      </ViewHead>
      <Panel title={texts.viewNames.doctor} isTitled={false}>
        <Loaded request={request}>{({ findings }) => <Findings findings={findings} />}</Loaded>
      </Panel>
    </>
  );
}

function Findings({ findings }: { readonly findings: readonly ShownFinding[] }) {
  const { texts } = useSpeech();
  const bad = findings.filter(({ isGood }) => !isGood);
  const good = findings.filter(({ isGood }) => isGood);
  return (
    <>
      <p>{bad.length === 0 ? texts.doctor.allGood : texts.doctor.badCount(bad.length)}</p>
      <ul class="findings">
        {[...bad, ...good].map((finding) => (
          <FindingItem key={`${finding.check} ${finding.subject} ${finding.text}`} finding={finding} />
        ))}
      </ul>
    </>
  );
}

function FindingItem({ finding: { check, isGood, subject, text, remedy } }: { readonly finding: ShownFinding }) {
  const { texts } = useSpeech();
  const { doctor } = texts;
  return (
    <li class="finding" data-testid={testIds.finding} data-good={isGood}>
      <Badge tone={isGood ? 'good' : 'bad'}>{isGood ? doctor.good : doctor.bad}</Badge>
      <div>
        <p>
          <strong>{checkName(check, doctor.checks)}</strong> {subject !== '' && <span class="muted">{subject}</span>}
        </p>
        <p class="long">{text}</p>
        {remedy !== '' && (
          <p class="remedy long">
            {doctor.remedy}: {remedy}
          </p>
        )}
      </div>
    </li>
  );
}

function checkName(check: string, names: Texts['doctor']['checks']): string {
  return Object.hasOwn(names, check) ? names[check as keyof typeof names] : check;
}
