// The fields that hold a URL: clients open them, so each is checked alike.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const URLS: readonly (readonly [code: string, url: string])[] = [
  ['ok', 'https://pictures.example/a.png'],
  ['ok', ''],
  ['ok', `https://pictures.example/${'x'.repeat(999)}`],
  ['TEXT_TOO_LONG', `https://pictures.example/${'x'.repeat(1000)}`],
  ['BAD_ARGUMENT', 'http://pictures.example/a.png'],
  ['BAD_ARGUMENT', 'javascript:alert(1)'],
  ['BAD_ARGUMENT', 'https://'],
  ['BAD_ARGUMENT', 'https://pictures.example/a\u0000.png'],
  ['BAD_ARGUMENT', 'https://pictures.example/a\n.png'],
  ['BAD_ARGUMENT', 'https://pictures.example/a b.png'],
  ['BAD_ARGUMENT', 'https://pictures.example/a\u202egnp.exe'],
  ['BAD_ARGUMENT', 'https://[::1/a.png'],
];

onEveryStore('URLs of pictures', (fixture, store) => {
  test.each(['updateProfile', 'createGroup', 'updateGroup'] as const)('%s takes nothing but https URLs', async (rpc) => {
    await fixture().start('Logic');
    const api = await groupFixture(fixture(), store());
    const [ann = ''] = await api.addUsers(1);
    const groupId = await api.createGroup(ann);
    const requests = {
      updateProfile: (avatarUrl: string) => ({ avatarUrl }),
      createGroup: (avatarUrl: string) => ({ clientRequestId: randomBytes(16), name: 'a group', avatarUrl }),
      updateGroup: (avatarUrl: string) => ({ groupId, avatarUrl }),
    };
    const found: [string, string][] = [];
    for (const [, url] of URLS) found.push([await api.callForCode(ann, rpc, requests[rpc](url)), url]);
    expect(found).toEqual(URLS);
  });
});
