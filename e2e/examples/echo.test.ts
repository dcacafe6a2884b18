// The example examples/echo.ts with an embedded server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';
import { embeddedServerFixture } from '../testing/embedded-server-fixture.ts';

const server = embeddedServerFixture();

test('the echo program returns a message, direct and in a group, also with an existing account', async () => {
  const alice = createClient({ gates: [server.tcp] });
  onTestFinished(() => alice.close());
  const heard: string[] = [];
  alice.on('message', ({ own, kind, text }) => {
    if (!own && kind === 'TEXT') heard.push(text);
  });
  await alice.register({ name: 'alice', password: 'correct horse' });
  for (const round of ['first', 'second']) {
    const echo = spawn(process.execPath, [join(import.meta.dirname, '../../examples/echo.ts'), '--gate', server.tcp], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = await once(createInterface(echo.stdout), 'line');
      expect(line).toBe('echo listens');
      const { userId } = await alice.call.logic.findUser({ name: 'echo' });
      await alice.send(userId, `hello, ${round}`);
      await expect.poll(() => heard.at(-1)).toBe(`hello, ${round}`);
      const { group, invitedUserIds } = await alice.groups.create({ name: round, memberIds: [userId] });
      const { groupId } = group;
      expect(invitedUserIds).toEqual([userId]);
      await expect.poll(async () => (await alice.call.logic.getGroup({ groupId })).group?.memberCount).toBe(2);
      await alice.send({ conversationId: groupId }, `all of ${round}`);
      await expect.poll(() => heard.at(-1)).toBe(`all of ${round}`);
    } finally {
      echo.kill('SIGKILL');
      await once(echo, 'exit');
    }
  }
});
