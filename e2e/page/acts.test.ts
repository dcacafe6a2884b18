// The operator's page in a real browser, against a running deployment under load: each button is proven by what it does to a
// connected client. Needs Debian's chromium.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { testIds } from '../../status/web/src/testids.ts';
import { buildPage } from '../../tools/build-page.js';
import { hasChromium, openTab, type Tab } from './testing/chromium.ts';
import { PageDriver } from './testing/page-driver.ts';
import { PageStack } from './testing/page-stack.ts';

const WAIT = { timeout: 60_000, interval: 100 };
const LIMIT = { timeout: 240_000 };

describeReal("the operator's page", ['kafka', 'mysql', 'redis'], () => {
  const stack = new PageStack();
  let tab: Tab | undefined;
  let page: PageDriver;
  beforeAll(async () => {
    if (!hasChromium) return;
    expect(buildPage(join(import.meta.dirname, '../..'))).toBeUndefined();
    await stack.start();
    tab = await openTab();
    page = new PageDriver(tab, stack.pageUrl);
    await page.signIn(stack.operateToken);
  }, 300_000);
  afterAll(async () => {
    await tab?.close();
    await stack.stop();
  });

  const onlyInChromium = test.skipIf(!hasChromium);

  onlyInChromium('every instance and the rate of the load are shown, and follow by themselves', LIMIT, async () => {
    await page.show('members');
    for (const instance of ['gate-0', 'gate-1', 'auth-0', 'logic-0', 'verify-0', 'status-0'])
      await page.waitFor(testIds.member(instance));
    await page.show('overview');
    await page.waitForText(testIds.tile('messages'), /[1-9]/);
    const samples = `Number(document.querySelector('[data-testid="${testIds.messagesChart}"]')?.dataset.samples)`;
    await page.tab.waitFor(`${samples} >= 2`);
    const before = await page.tab.evaluate<number>(samples);
    await page.tab.waitFor(`${samples} > ${before}`);
  });

  onlyInChromium('"Replay" delivers the message of a dead letter, and "Drop" hides one for good', LIMIT, async () => {
    const [alice, bob] = [await stack.register('Alice'), await stack.register('Bob')];
    const [replayed, dropped] = [await stack.loseMessage(alice, bob, 'late'), await stack.loseMessage(alice, bob, 'never')];
    await page.show('letters');
    await page.click(testIds.replay(replayed));
    await expect.poll(() => bob.texts, WAIT).toEqual(['late']);
    await page.show('letters');
    await page.clickAndConfirm(testIds.drop(dropped));
    await page.waitUntilGone(testIds.letter(dropped));
    const { letters } = (await stack.ask('/api/dead-letters')) as unknown as { letters: { number: number; state: string }[] };
    expect(letters).toMatchObject([{ number: replayed, state: 'replayed' }]);
    expect(bob.texts).toEqual(['late']);
  });

  onlyInChromium('"End" tells one device that its session ended, and "End all" tells the others', LIMIT, async () => {
    const phone = await stack.register('Carol');
    const desktop = await stack.logIn('Carol');
    const { sessions } = (await stack.ask('/api/users/carol')) as unknown as {
      sessions: { sessionId: string; deviceKind: string }[];
    };
    const ofPhone = sessions.find(({ deviceKind }) => deviceKind === 'phone')?.sessionId ?? '';
    await page.show('users', '?account=carol');
    await page.click(testIds.endSession(ofPhone));
    await expect.poll(() => phone.ends, WAIT).toEqual(['SESSION_ENDED']);
    await page.waitUntilGone(testIds.session(ofPhone));
    expect(desktop.ends).toEqual([]);
    await page.click(testIds.endAll);
    await expect.poll(() => desktop.ends, WAIT).toEqual(['SESSION_ENDED']);
  });

  onlyInChromium('"Disable" ends the sessions and refuses the next log-in, until "Enable"', LIMIT, async () => {
    const dan = await stack.register('Dan');
    await page.show('users');
    await page.fill(testIds.account, 'dan');
    await page.click(testIds.findUser);
    await page.clickAndConfirm(testIds.disable);
    await expect.poll(() => dan.ends, WAIT).toHaveLength(1);
    await expect(stack.logIn('Dan')).rejects.toMatchObject({ code: 'ACCOUNT_DISABLED' });
    await page.click(testIds.enable);
    await page.waitFor(testIds.disable);
    expect((await stack.logIn('Dan')).userId).toBe(dan.userId);
  });

  onlyInChromium('a notice reaches everybody, or the user that is named', LIMIT, async () => {
    const [erin, fred] = [await stack.register('Erin'), await stack.register('Fred')];
    await page.show('notices');
    await page.fill(testIds.noticeText, 'maintenance\nat 10');
    await page.clickAndConfirm(testIds.sendNotice);
    for (const { notices } of [erin, fred]) await expect.poll(() => notices, WAIT).toEqual(['maintenance\nat 10']);
    await page.fill(testIds.noticeText, 'for you');
    await page.fill(testIds.noticeUsers, 'fred');
    await page.click(testIds.sendNotice);
    await expect.poll(() => fred.notices, WAIT).toEqual(['maintenance\nat 10', 'for you']);
    await page.waitForText(testIds.noticeResult, /1/);
    expect(erin.notices).toHaveLength(1);
  });

  onlyInChromium('"Dissolve" ends a group for its members, and "Delete" an account for its owner', LIMIT, async () => {
    const gus = await stack.register('Gus');
    const { group } = await gus.client.groups.create({ name: 'den' });
    await page.show('groups');
    await page.fill(testIds.groupId, group.groupId);
    await page.click(testIds.findGroup);
    await page.clickAndConfirm(testIds.dissolve);
    const sent = gus.client.send({ conversationId: group.groupId }, 'still there?');
    await expect(sent).rejects.toMatchObject({ code: expect.stringMatching(/GROUP|MEMBER|CONVERSATION/) });
    await page.show('users', '?account=gus');
    await page.clickAndConfirm(testIds.deleteUser, 'Gus');
    await expect.poll(() => gus.ends, WAIT).toHaveLength(1);
    await expect(stack.logIn('Gus')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  });

  onlyInChromium('"Set level" changes what an instance logs, and "Export" gives what is stored about a user', LIMIT, async () => {
    await page.show('members', '/logic/logic-0');
    await page.fill(testIds.logLevel, 'debug');
    await page.click(testIds.setLogLevel);
    const levelOf = async (name: string): Promise<string | undefined> => {
      const { members } = (await stack.ask('/api/members')) as unknown as { members: { instance: string; logLevel: string }[] };
      return members.find(({ instance }) => instance === name)?.logLevel;
    };
    await expect.poll(() => levelOf('logic-0'), WAIT).toBe('debug');
    expect(await levelOf('auth-0')).toBe('info');
    await page.show('users', '?account=erin');
    await page.waitUntilGone(testIds.done);
    await page.click(testIds.export);
    await page.waitForText(testIds.done, /Erin/);
  });

  onlyInChromium(
    '"Drain" moves the clients of a gate to the other one, and the page sees it go and come back',
    LIMIT,
    async () => {
      const [hal, ivy] = [await stack.register('Hal'), await stack.register('Ivy')];
      const ended = stack.gate(0).waitForExit();
      await page.show('members', '/gate/gate-0');
      await page.clickAndConfirm(testIds.drain('gate-0'));
      expect(await ended).toBe('exit code 0');
      await hal.client.send(ivy.userId, 'still here');
      await expect.poll(() => ivy.texts, WAIT).toEqual(['still here']);
      expect([hal.ends, ivy.ends]).toEqual([[], []]);
      await page.show('members');
      await page.waitUntilGone(testIds.member('gate-0'));
      await stack.gate(0).restart();
      await page.waitFor(testIds.member('gate-0'));
    },
  );

  onlyInChromium('the audit log shows all these acts, with who and what came of them', LIMIT, async () => {
    await page.show('audit');
    const { entries } = (await stack.ask('/api/audit')) as unknown as {
      entries: { number: number; actor: string; act: string; result: string }[];
    };
    expect(entries.toReversed().map(({ actor, act, result }) => `${actor} ${act} ${result}`)).toEqual(
      [
        'replay',
        'drop',
        'endSessions',
        'endSessions',
        'disable',
        'enable',
        'notice',
        'notice',
        'dissolve',
        'delete',
        'logLevel',
        'export',
        'drain',
      ].map((act) => (act === 'export' ? 'ann export done: 3 lines' : `ann ${act} done`)),
    );
    for (const { number } of entries) expect(await page.read(testIds.auditEntry(number))).toContain('ann');
  });

  onlyInChromium('nothing of it broke the security policy or failed', LIMIT, async () => {
    expect(page.tab.complaints).toEqual([]);
  });

  onlyInChromium('a token that may only read sees everything and has no button', LIMIT, async () => {
    const reader = await openTab();
    try {
      const other = new PageDriver(reader, stack.pageUrl);
      await other.signIn(stack.readToken);
      await other.show('members', '/gate/gate-1');
      await other.waitFor(testIds.memberDetails);
      expect(await other.has(testIds.drain('gate-1'))).toBe(false);
      await other.show('users', '?account=carol');
      await other.waitFor(testIds.user);
      for (const testId of [testIds.endAll, testIds.disable, testIds.deleteUser]) expect(await other.has(testId)).toBe(false);
      await other.show('letters');
      await other.waitFor(testIds.letter(0));
      expect(await other.has(testIds.replay(0))).toBe(false);
    } finally {
      await reader.close();
    }
  });
});
