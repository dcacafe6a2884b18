// What an act was done to.

/** The parameters as a person reads them: `account: alice, sessionId: …`. A target may be cut off within its JSON. */
export function describeTarget(target: string): string {
  try {
    const parameters = Object.entries(JSON.parse(target) as Record<string, unknown>);
    return parameters.map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ');
  } catch {
    return target;
  }
}
