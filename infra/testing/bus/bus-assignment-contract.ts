// Contract suite of the Bus port: the assignment of partitions while members join and leave.
import { expect, test } from 'vitest';
import { HandledRecords, joinTestMember, series } from './bus-member.ts';
import { type BusSuite, WAIT } from './bus-suite.ts';

export function busAssignmentContract(suite: BusSuite): void {
  test('each partition has exactly one owner, which drains before the partition moves', async () => {
    const topic = await suite.newTopic(4);
    const handled = new HandledRecords();
    const one = suite.closeLater(await joinTestMember(suite.bus, topic, topic, handled));
    expect(one.events).toEqual(['assigned 0,1,2,3']);
    const two = await joinTestMember(suite.fixture.bus('two'), topic, topic, handled);
    await expect.poll(() => one.owned.length + two.owned.length, WAIT).toBe(4);
    expect(two.owned).toHaveLength(2);
    expect([...one.owned, ...two.owned].map((p) => p.partition).sort()).toEqual([0, 1, 2, 3]);
    expect(one.events.slice(0, 2)).toEqual(['assigned 0,1,2,3', 'drained']);
    expect(one.events[2]).toMatch(/^assigned \d,\d$/);
    await two.close();
    expect(two.events.at(-1)).toBe('drained');
    await expect.poll(() => one.owned.length, WAIT).toBe(4);
    expect([...one.events, ...two.events].filter((e) => e.startsWith('records'))).toEqual([]);
  });

  test('members of one group on different topics take no partitions from each other', async () => {
    const [old, next] = [await suite.newTopic(4), await suite.newTopic(2)];
    const [ofOld, ofNext] = [new HandledRecords(), new HandledRecords()];
    const one = suite.closeLater(await joinTestMember(suite.bus, old, old, ofOld));
    const two = suite.closeLater(await joinTestMember(suite.fixture.bus('two'), old, next, ofNext));
    await expect.poll(() => [one.owned.length, two.owned.length], WAIT).toEqual([4, 2]);
    await suite.bus.publish([...series(old, 3, 0, 3), ...series(next, 1, 0, 3)]);
    await expect.poll(() => [ofOld.count(), ofNext.count()], WAIT).toEqual([3, 3]);
    expect(one.events.filter((event) => event.startsWith('assigned'))).toHaveLength(1);
  });

  test('a member that does not drain in time delays the others by at most a session time-out, and stays a member', async () => {
    const topic = await suite.newTopic(4);
    const stuck = Promise.withResolvers<void>();
    const owned: number[] = [];
    suite.closeLater(
      await suite.bus.consume({
        group: topic,
        topic,
        async onAssigned(partitions) {
          owned.push(partitions.length);
          return new Map();
        },
        onRevoked: () => stuck.promise,
        onRecords: () => undefined,
      }),
    );
    const startedAtMs = Date.now();
    const two = suite.closeLater(await joinTestMember(suite.fixture.bus('two'), topic, topic, new HandledRecords()));
    expect(Date.now() - startedAtMs).toBeLessThan(5000);
    await expect.poll(() => owned, WAIT).toEqual([4, 2]);
    expect(two.events[0]).toMatch(/^assigned \d,\d$/);
    stuck.resolve();
  });

  test('when members join and leave, as few partitions as possible move', async () => {
    const topic = await suite.newTopic(6);
    const handled = new HandledRecords();
    const one = suite.closeLater(await joinTestMember(suite.bus, topic, topic, handled));
    const two = suite.closeLater(await joinTestMember(suite.fixture.bus('two'), topic, topic, handled));
    await expect.poll(() => [one, two].map((m) => m.owned.length), WAIT).toEqual([3, 3]);
    const before = [one, two].map((m) => m.owned.map((p) => p.partition));
    const three = await joinTestMember(suite.fixture.bus('three'), topic, topic, handled);
    await expect.poll(() => [one, two, three].map((m) => m.owned.length), WAIT).toEqual([2, 2, 2]);
    const shared = [one, two].map((m) => m.owned.map((p) => p.partition));
    for (const [i, mine] of shared.entries()) expect(before[i]).toEqual(expect.arrayContaining(mine));
    await three.close();
    await expect.poll(() => [one, two].map((m) => m.owned.length), WAIT).toEqual([3, 3]);
    for (const [i, mine] of shared.entries())
      expect([one, two][i]?.owned.map((p) => p.partition)).toEqual(expect.arrayContaining(mine));
  });

  test('a paused partition stays paused over rebalances until it is resumed', async () => {
    const topic = await suite.newTopic(2);
    const handled = new HandledRecords();
    const one = suite.closeLater(await joinTestMember(suite.bus, topic, topic, handled));
    one.pause(0);
    one.pause(1);
    const two = await joinTestMember(suite.fixture.bus('two'), topic, topic, handled);
    await expect.poll(() => [one.owned.length, two.owned.length], WAIT).toEqual([1, 1]);
    const theirs = two.owned[0]?.partition ?? -1;
    await suite.bus.publish([...series(topic, 0, 0, 3), ...series(topic, 1, 0, 3)]);
    await expect.poll(() => handled.texts.get(theirs)?.length, WAIT).toBe(3);
    await two.close();
    await expect.poll(() => one.owned.length, WAIT).toBe(2);
    one.resume(theirs);
    await suite.bus.publish(series(topic, theirs, 3, 6));
    await expect.poll(() => handled.texts.get(theirs)?.length, WAIT).toBe(6);
    expect(handled.texts.get(1 - theirs)).toBeUndefined();
    one.resume(1 - theirs);
    await expect.poll(() => handled.texts.get(1 - theirs)?.length, WAIT).toBe(3);
    expect([handled.duplicates, handled.skipped]).toEqual([0, 0]);
  });

  test('a member beyond the number of partitions gets none, and takes over when another leaves', async () => {
    const topic = await suite.newTopic(1);
    const handled = new HandledRecords();
    const one = await joinTestMember(suite.bus, topic, topic, handled);
    const two = suite.closeLater(await joinTestMember(suite.fixture.bus('two'), topic, topic, handled));
    await expect.poll(() => [one.owned.length, two.owned.length].sort(), WAIT).toEqual([0, 1]);
    await one.close();
    await suite.bus.publish(series(topic, 0, 0, 3));
    await expect.poll(() => handled.count(), WAIT).toBe(3);
    expect(two.owned).toHaveLength(1);
  });

  test('while members join and leave under traffic, every record is handled once and in order', async () => {
    const topic = await suite.newTopic(4);
    const handled = new HandledRecords();
    const one = suite.closeLater(await joinTestMember(suite.bus, topic, topic, handled, { workTurns: 3 }));
    let sent = 0;
    let stop = false;
    const traffic = (async () => {
      while (!stop) {
        const next = sent + 20;
        await suite.bus.publish([0, 1, 2, 3].flatMap((p) => series(topic, p, sent, next)));
        sent = next;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    })();
    await expect.poll(() => handled.count(), WAIT).toBeGreaterThan(200);
    for (const instance of ['two', 'three']) {
      const two = await joinTestMember(suite.fixture.bus(instance), topic, topic, handled, { workTurns: 3 });
      const before = handled.count();
      await expect.poll(() => two.owned.length === 2 && handled.count() > before + 200, WAIT).toBe(true);
      await two.close();
      await expect.poll(() => one.owned.length, WAIT).toBe(4);
    }
    stop = true;
    await traffic;
    await expect.poll(() => handled.count(), WAIT).toBe(sent * 4);
    for (const p of [0, 1, 2, 3]) expect(handled.texts.get(p)).toEqual(series(topic, p, 0, sent).map((r) => String(r.value)));
    expect([handled.duplicates, handled.skipped]).toEqual([0, 0]);
  });
}
