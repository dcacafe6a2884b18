// Settings of the services under test: --set IM_NAME=VALUE.
import { SETTINGS } from '../../infra/process/config/settings.ts';

/** Adds a sentence to `mistakes` for each text that sets nothing. */
export function parseTargetSettings(texts: readonly string[] = [], mistakes: string[]): Readonly<Record<string, string>> {
  const pairs = texts.flatMap((text) => {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) mistakes.push(`--set takes NAME=VALUE, like IM_LOG_LEVEL=warn, not "${text}"`);
    else if (!Object.hasOwn(SETTINGS, name)) mistakes.push(`--set: the services have no setting ${name}`);
    else return [[name, value] as const];
    return [];
  });
  return Object.fromEntries(pairs);
}
