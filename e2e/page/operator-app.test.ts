// The operator's page in a real browser, on a server that remembers what was done. What its acts do to clients is tested on real
// servers, elsewhere. Needs Debian's chromium.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { VIEW_NAMES } from '../../status/web/src/router.ts';
import { testIds } from '../../status/web/src/testids.ts';
import { fixtureSample, GROUP_ID, MARKUP_NAME, USER_ID } from '../../status/web/testing/fixture-data.ts';
import { member } from '../../status/web/testing/members.ts';
import { type AppFixture, openApp } from './testing/app-fixture.ts';
import { hasChromium } from './testing/chromium.ts';

/** Each view, and those with an object in them. */
const ADDRESSES = [
  ...VIEW_NAMES.map((view) => (view === 'overview' ? '' : view)),
  'members/gate/gate-0',
  'members/logic/logic-1',
  'letters/3',
  'users?account=alice',
  `groups?id=${GROUP_ID}`,
];
const SESSION_ID = 'c2Vzc2lvbi1vZi1hLXBob24';

describe.skipIf(!hasChromium)('the page in Chromium', { timeout: 180_000 }, () => {
  let app: AppFixture;
  beforeAll(async () => {
    app = await openApp();
  }, 180_000);
  afterAll(() => app?.close());
  afterEach(() => {
    app.server.reset();
    expect(app.tab.complaints.splice(0)).toEqual([]);
  });

  describe.each(ADDRESSES)('#/%s', (address) => {
    test('fits a phone in both languages, and its colours and names pass axe in both themes', async () => {
      await app.show(address, { theme: 'light', language: 'zh' });
      expect(await app.findViolations()).toEqual([]);
      expect(await app.measureOverflow()).toBe(0);
      await app.show(address, { theme: 'dark', language: 'zh', isPhone: true });
      expect(await app.findViolations()).toEqual([]);
      expect(await app.measureOverflow()).toBe(0);
      await app.show(address, { theme: 'light', language: 'en', isPhone: true });
      expect(await app.measureOverflow()).toBe(0);
    });

    test('can be used with the keyboard alone', async () => {
      await app.show(address);
      const wanted = await app.tab.evaluate<string[]>(
        `[...document.querySelectorAll('main :is(a, button, input, select, textarea), nav a')]
          .map((one, i) => one.dataset.reach = String(i))`,
      );
      const reached = new Set<string>();
      for (let i = 0; i < wanted.length * 2 + 40 && reached.size < wanted.length; i++) {
        await app.tab.press('Tab');
        const id = await app.tab.evaluate<string | null>('document.activeElement?.dataset.reach ?? null');
        if (id !== null) reached.add(id);
      }
      expect(wanted.filter((id) => !reached.has(id))).toEqual([]);
    });
  });

  test('an operator ends a session, and the list shows it', async () => {
    await app.show('users?account=alice');
    await app.click(testIds.endSession(SESSION_ID));
    await app.waitForText(testIds.done, '1 session ended.');
    await app.tab.waitFor(`document.querySelectorAll('[data-testid^="session-"]').length === 2`);
    expect(app.server.acts).toEqual([`POST /api/users/${USER_ID}/end-sessions {"sessionId":"${SESSION_ID}"}`]);
  });

  test('an operator disables, enables and exports an account, and ends all of its sessions', async () => {
    await app.show('users');
    await app.fill(testIds.account, 'alice');
    await app.click(testIds.findUser);
    await app.waitForText(testIds.user, USER_ID);
    await app.click(testIds.export);
    await app.waitForText(testIds.done, 'downloaded');
    await app.click(testIds.endAll);
    await app.waitForText(testIds.done, '3 sessions ended.');
    await app.click(testIds.disable);
    await app.click(testIds.confirm);
    await app.waitForText(testIds.user, 'Disabled');
    await app.click(testIds.enable);
    await app.waitForText(testIds.user, 'Enabled');
    expect(app.server.acts.map((act) => act.split('/').at(-1))).toEqual([
      'export {}',
      'end-sessions {}',
      'disable {}',
      'enable {}',
    ]);
  });

  test('an account is deleted only when its name was typed', async () => {
    await app.show('users?account=alice');
    await app.click(testIds.deleteUser);
    await app.fill(testIds.confirmName, 'alic');
    expect(await app.tab.evaluate(`document.querySelector('[data-testid="confirm"]').disabled`)).toBe(true);
    await app.fill(testIds.confirmName, 'Alice');
    await app.click(testIds.confirm);
    await app.waitForText(testIds.done, 'Alice is deleted.');
    expect(app.server.acts).toEqual([`DELETE /api/users/${USER_ID} {}`]);
    expect(await app.tab.evaluate('location.hash')).toBe('#/users');
  });

  test('a dead letter is replayed, and one is dropped after a question', async () => {
    await app.show('letters');
    await app.click(testIds.replay(3));
    await app.waitForText(testIds.letter(3), 'Replayed');
    await app.click(testIds.drop(2));
    await app.click(testIds.cancel);
    await app.tab.waitFor(`!document.querySelector('dialog')`);
    expect(app.server.acts).toEqual(['POST /api/dead-letters/3/replay {}']);
    await app.click(testIds.drop(2));
    await app.click(testIds.confirm);
    await app.tab.waitFor(`!document.querySelector('[data-testid="letter-2"]')`);
    expect(app.server.acts.at(-1)).toBe('POST /api/dead-letters/2/drop {}');
  });

  test('a notice goes to some users at once, and to everybody after a question', async () => {
    await app.show('notices');
    await app.fill(testIds.noticeText, 'Maintenance at 22:00');
    await app.fill(testIds.noticeUsers, 'alice，bob');
    await app.click(testIds.sendNotice);
    await app.waitForText(testIds.noticeResult, 'Sent to 2 devices.');
    await app.fill(testIds.noticeText, '<b>now</b>');
    await app.fill(testIds.noticeUsers, '');
    await app.click(testIds.sendNotice);
    await app.click(testIds.confirm);
    await app.waitForText(testIds.noticeResult, 'Sent to 5000 devices.');
    expect(app.server.acts).toEqual([
      'POST /api/notices {"text":"Maintenance at 22:00","users":["alice","bob"]}',
      'POST /api/notices {"text":"<b>now</b>"}',
    ]);
  });

  test('an instance logs more, and drains after a question', async () => {
    await app.show('members');
    await app.click(testIds.openMember('logic-1'));
    await app.fill(testIds.logLevel, 'debug');
    await app.click(testIds.setLogLevel);
    await app.waitForText(testIds.done, 'logic-1 logs debug and above.');
    await app.click(testIds.drain('logic-1'));
    await app.click(testIds.confirm);
    await app.waitForText(testIds.view('members'), 'Draining');
    expect(app.server.acts).toEqual([
      'POST /api/log-level {"level":"debug","instance":"logic-1","role":"logic"}',
      'POST /api/instances/logic-1/drain?role=logic {}',
    ]);
  });

  test('all instances log more at once', async () => {
    await app.show('members');
    await app.fill(testIds.allLogLevels, 'debug');
    await app.click(testIds.setAllLogLevels);
    await app.waitForText(testIds.done, 'instances log debug and above.');
    expect(app.server.acts).toEqual(['POST /api/log-level {"level":"debug"}']);
    expect(app.server.members.members.every(({ logLevel }) => logLevel === 'debug')).toBe(true);
    await app.click(testIds.openMember('logic-1'));
    await app.waitForText(testIds.memberDetails, 'debug');
  });

  test('a group is dissolved after a question', async () => {
    await app.show('groups');
    await app.fill(testIds.groupId, GROUP_ID);
    await app.click(testIds.findGroup);
    await app.click(testIds.dissolve);
    await app.click(testIds.confirm);
    await app.waitForText(testIds.group, 'Dissolved');
    expect(app.server.acts).toEqual([`POST /api/groups/${GROUP_ID}/dissolve {}`]);
  });

  test('the audit log shows older entries on demand, down to the first', async () => {
    await app.show('audit');
    for (const count of [50, 100, 120]) {
      await app.tab.waitFor(`document.querySelectorAll('[data-testid^="audit-"]').length === ${count}`);
      if (count < 120) await app.click(testIds.more);
    }
    await app.waitForText(testIds.view('audit'), 'These are all entries.');
  });

  test('the keyboard alone opens a question, leaves it by Escape and comes back to where it was', async () => {
    await app.show('letters');
    await app.tab.evaluate(`document.querySelector('[data-testid="drop-3"]').focus()`);
    await app.tab.press('Enter');
    await app.tab.waitFor(`document.querySelector('dialog')?.contains(document.activeElement)`);
    expect(await app.findViolations()).toEqual([]);
    await app.tab.press('Escape');
    await app.tab.waitFor(`document.activeElement?.dataset.testid === 'drop-3'`);
    expect(app.server.acts).toEqual([]);
  });

  test('somebody who may only read sees everything and no act', async () => {
    app.server.role = 'read';
    for (const address of ADDRESSES) {
      await app.show(address);
      const acts = await app.tab.evaluate<string[]>(
        `[...document.querySelectorAll('main button')]
          .map(({ innerText }) => innerText)
          .filter((text) => !/^(Refresh|Find|Show.*)$/.test(text))`,
      );
      expect(acts, address).toEqual([]);
    }
  });

  test('what users have written is text', async () => {
    await app.show(`users?account=${encodeURIComponent(MARKUP_NAME)}`);
    await app.waitForText(testIds.user, MARKUP_NAME);
    await app.show('audit');
    await app.waitForText(testIds.view('audit'), MARKUP_NAME);
    expect(await app.tab.evaluate('document.images.length')).toBe(0);
  });

  test('instances change, come and go, and charts grow, without a reload', async () => {
    await app.show('');
    const samples = `Number(document.querySelector('[data-testid="chart-messages"]').dataset.samples)`;
    const before = await app.tab.evaluate<number>(samples);
    const sample = fixtureSample(Date.now() + 60_000);
    app.server.send('sample', { ...sample, messagesPerSecond: 4321 });
    await app.waitForText(testIds.tile('messages'), '4,321');
    await app.tab.waitFor(`${samples} > ${before} || ${samples} === 720`);
    app.server.send('changed', member('gate', 1, { state: 'draining' }));
    await app.waitForText(testIds.member('gate-1'), 'Draining');
    await app.waitForText(testIds.problems, 'gate-1 is draining');
    app.server.send('joined', member('logic', 10));
    await app.waitForText(testIds.member('logic-10'), 'Ready');
    app.server.send('gone', member('logic', 10));
    await app.tab.waitFor(`!document.querySelector('[data-testid="member-logic-10"]')`);
  });

  test('a lost connection keeps what is shown, says since when, and comes back', async () => {
    await app.show('');
    app.server.isDown = true;
    await app.waitForText(testIds.lost, 'Not live since');
    expect(await app.has(testIds.member('gate-0'))).toBe(true);
    app.server.isDown = false;
    await app.tab.waitFor(`document.querySelector('[data-testid="link"]').dataset.state === 'live'`);
    expect(await app.has(testIds.lost)).toBe(false);
    // The browser itself reports requests that fail.
    const unexpected = app.tab.complaints.splice(0).filter((text) => !/^Failed to load resource|ERR_/.test(text));
    expect(unexpected).toEqual([]);
  });

  test('a refusal is said in the language of the reader, with what the server says', async () => {
    app.server.refusals.set('/api/dead-letters/2/replay', {
      status: 409,
      body: { error: { code: 'CANNOT_REPLAY', message: 'the record has no signature' } },
    });
    await app.show('letters', { language: 'zh' });
    await app.click(testIds.replay(2));
    await app.waitForText(testIds.error, '这封死信无法重放。');
    await app.waitForText(testIds.error, 'the record has no signature');
    await app.show('users?account=nobody');
    await app.waitForText(testIds.error, 'No account has this name, address or id.');
    expect(app.tab.complaints.splice(0).filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
  });

  test('where there is nothing, the page says what to do', async () => {
    app.server.records.letters.length = 0;
    app.server.records.mails.length = 0;
    app.server.members = { isCurrent: true, latency: {}, members: [] };
    await app.show('letters');
    await app.waitForText(testIds.view('letters'), 'No dead letters');
    await app.show('mails');
    await app.waitForText(testIds.view('mails'), 'Register with an e-mail address');
    await app.show('members');
    await app.waitForText(testIds.view('members'), 'start a service');
  });

  test('the chosen theme and language stay after a reload', async () => {
    await app.show('doctor');
    await app.fill(testIds.theme, 'dark');
    await app.fill(testIds.language, 'zh');
    await app.waitForText(testIds.view('doctor'), '诊断');
    await app.tab.open(`${app.server.url}?again#/doctor`);
    await app.waitForText(testIds.view('doctor'), '诊断');
    expect(await app.tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(15, 19, 23)');
    expect(await app.tab.evaluate('document.documentElement.lang')).toBe('zh-CN');
    await app.tab.evaluate('localStorage.clear()');
  });

  test('on a phone the links open from a button, and lead to their views', async () => {
    await app.show('', { isPhone: true });
    await app.click(testIds.menu);
    await app.click(testIds.nav('lag'));
    await app.tab.waitFor(`document.activeElement?.id === 'view-title' && document.activeElement.innerText === 'Lag'`);
    expect(await app.tab.evaluate(`document.querySelector('#menu').checkVisibility()`)).toBe(false);
  });

  test('a server without mails has no view of them', async () => {
    app.server.hasMails = false;
    await app.show('');
    expect(await app.has(testIds.nav('mails'))).toBe(false);
  });
});
