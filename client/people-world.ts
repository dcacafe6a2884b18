// For tests: people with their devices, at a gate.
import { expect, onTestFinished, vi } from 'vitest';
import type { im } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { type Client, createClient } from './sdk.ts';

const PASSWORD = 'correct horse';

export interface Device {
  readonly client: Client;
  readonly logic: Client['call']['logic'];
  readonly user: string;
  readonly name: string;
  readonly relations: im.Relation[];
  readonly profiles: im.OwnProfile[];
}

/** What a device was told last of anybody: pushes may arrive in another order than their versions. */
export const last = ({ relations }: Device) => relations.toSorted((a, b) => a.version - b.version).at(-1);

export const refused = (code: string) => expect.objectContaining({ code });

/** Ways to have people. `gate` is asked for its address when one connects. */
export function peopleAt(gate: () => string) {
  function connected(): Omit<Device, 'user' | 'name'> {
    const client = createClient({ gates: [gate()], from: 'beginning' });
    onTestFinished(() => client.close());
    const [relations, profiles]: [im.Relation[], im.OwnProfile[]] = [[], []];
    client.on('event', ({ relationChanged, profileChanged }) => {
      if (relationChanged) relations.push(relationChanged as im.Relation);
      if (profileChanged) profiles.push(profileChanged as im.OwnProfile);
    });
    return { client, logic: client.call.logic, relations, profiles };
  }

  /** Somebody new, on one device. */
  async function somebody(name = `${newId()}`): Promise<Device> {
    const device = connected();
    const { user } = await device.client.register({ name, password: PASSWORD });
    return { ...device, user, name };
  }

  async function secondDevice({ name, user }: Device): Promise<Device> {
    const device = connected();
    await device.client.logIn(name, PASSWORD);
    return { ...device, user, name };
  }

  async function friends(): Promise<[Device, Device]> {
    const [alice, bob] = [await somebody(), await somebody()];
    await alice.logic.requestFriend({ user: bob.user });
    await bob.logic.answerFriendRequest({ user: alice.user, accept: true });
    await vi.waitFor(() => expect(last(alice)?.friend).toBe(true));
    return [alice, bob];
  }

  /** Somebody for what changes nothing. */
  let anybody: Promise<string> | undefined;
  async function someone(): Promise<Device> {
    anybody ??= somebody().then(({ name }) => name);
    const [name, device] = [await anybody, connected()];
    const { user } = await device.client.logIn(name, PASSWORD);
    return { ...device, user, name };
  }
  return { somebody, someone, secondDevice, friends };
}
