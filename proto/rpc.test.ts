import { expect, test } from 'vitest';
import { im } from './rpc.ts';

test('what a request leaves out is absent, an enum too, and not its first value', () => {
  const nothing = im.UpdateProfileRequest.decode(new Uint8Array());
  expect(nothing).toMatchObject({ shownName: null, findableByEmail: null, whoMayWrite: null });
  const bytes = im.UpdateProfileRequest.encode({ about: 'x' }).finish();
  expect(im.UpdateProfileRequest.decode(bytes)).toMatchObject({ about: 'x', whoMayWrite: null });
  expect(im.UpdateGroupRequest.decode(new Uint8Array()).joinPolicy).toBeNull();
});

test('an optional enum that is given as its first value is given', () => {
  const bytes = im.UpdateGroupRequest.encode({ groupId: 'g', joinPolicy: im.JoinPolicy.BY_INVITATION }).finish();
  expect(im.UpdateGroupRequest.decode(bytes).joinPolicy).toBe(im.JoinPolicy.BY_INVITATION);
});
