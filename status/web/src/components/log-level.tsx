// Chooses a log level and sets it.
import { useState } from 'preact/hooks';
import { LOG_LEVELS, type LogLevelName } from '../api.ts';
import { useSpeech } from '../i18n/language.ts';
import { ActButton } from './acts.tsx';

interface LogLevelProps {
  readonly label: string;
  /** What is chosen until somebody chooses. */
  readonly current: string;
  readonly testIds: { readonly level: string; readonly set: string };
  /** Resolves with what to say of the result. */
  readonly set: (level: LogLevelName) => Promise<string>;
  readonly onDone: () => unknown;
}

export function LogLevelAct({ label, current, testIds, set, onDone }: LogLevelProps) {
  const { texts } = useSpeech();
  const [chosen, setChosen] = useState<LogLevelName | undefined>(undefined);
  const level = chosen ?? LOG_LEVELS.find((one) => one === current) ?? 'info';
  return (
    <>
      <label class="field inline">
        <span>{label}</span>
        <select
          value={level}
          data-testid={testIds.level}
          onChange={(event) => setChosen(event.currentTarget.value as LogLevelName)}
        >
          {LOG_LEVELS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <ActButton
        label={texts.member.setLogLevel}
        about={label}
        testId={testIds.set}
        act={() => set(level)}
        onDone={() => {
          setChosen(undefined);
          onDone();
        }}
      />
    </>
  );
}
