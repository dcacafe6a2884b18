import { describe, expect, test } from 'vitest';
import { formatHash, parseHash, VIEW_NAMES } from './router.ts';

describe('an address', () => {
  test.each(['', '#', '#/'])('%j is the overview', (hash) => {
    expect(parseHash(hash)).toMatchObject({ view: 'overview', path: [] });
  });

  test.each(VIEW_NAMES)('of %s leads to it', (view) => expect(parseHash(formatHash(view)).view).toBe(view));

  test('keeps whatever a user may be called', () => {
    const account = 'a&b=c#?/ 王 %';
    expect(parseHash(formatHash('users', [], { account })).query.get('account')).toBe(account);
    expect(parseHash(formatHash('members', ['gate', 'a/b ?#']))).toMatchObject({ view: 'members', path: ['gate', 'a/b ?#'] });
  });

  test('that names no view, or is no percent-encoding, names none', () => {
    expect(parseHash('#/nothing').view).toBeUndefined();
    expect(parseHash('#/%E0%A4%A').view).toBeUndefined();
  });
});
