import { expect, test } from 'vitest';
import { im } from './rpc.ts';

test('an omitted optional field reads as null, enums included', () => {
  const nothing = im.UpdateProfileRequest.decode(new Uint8Array());
  expect(nothing).toMatchObject({ displayName: null, findableByEmail: null, whoMayWrite: null });
  const bytes = im.UpdateProfileRequest.encode({ about: 'x' }).finish();
  expect(im.UpdateProfileRequest.decode(bytes)).toMatchObject({ about: 'x', whoMayWrite: null });
  expect(im.UpdateGroupRequest.decode(new Uint8Array()).joinPolicy).toBeNull();
});

test('an optional enum with its first value is present', () => {
  const bytes = im.UpdateGroupRequest.encode({ groupId: 'g', joinPolicy: im.JoinPolicy.BY_INVITATION }).finish();
  expect(im.UpdateGroupRequest.decode(bytes).joinPolicy).toBe(im.JoinPolicy.BY_INVITATION);
});
