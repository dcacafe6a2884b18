// My own profile and what others are to me, as they are now; versions decide which of two is newer.
import { im } from '../../../proto/rpc.ts';

export interface OwnProfile {
  readonly user: string;
  readonly name: string;
  /** As I want to be called; empty = the name. */
  readonly shownName: string;
  readonly avatarUrl: string;
  readonly about: string;
  /** BCP 47. */
  readonly language: string;
  readonly findableByEmail: boolean;
  readonly whoMayWrite: keyof typeof im.WhoMayWrite;
}

/** What another user is to me. */
export interface UserRelation {
  readonly user: string;
  /** Empty where the account was deleted. */
  readonly name: string;
  readonly shownName: string;
  readonly avatarUrl: string;
  readonly friend: boolean;
  /** My own name for a friend. */
  readonly remark: string;
  /** He has asked me, with this greeting. */
  readonly asksMe: boolean;
  readonly greeting: string;
  /** I have asked him. */
  readonly asked: boolean;
  readonly blocked: boolean;
  /** Milliseconds since 1970: of the request or of the friendship. */
  readonly since: number;
  /** Of all my relations, rising. */
  readonly version: number;
}

/** What is kept of people between runs. */
export interface PeopleSnapshot {
  readonly version: number;
  readonly profile: OwnProfile | undefined;
  readonly relations: readonly UserRelation[];
}

export interface PeopleStateOptions {
  readonly saved: PeopleSnapshot | undefined;
  onProfile(profile: OwnProfile): void;
  onRelation(relation: UserRelation): void;
}

export interface PeopleState {
  readonly version: number;
  readonly profile: OwnProfile | undefined;
  /** Friends, who asks and is asked, and who is blocked. */
  readonly relations: readonly UserRelation[];
  relation(user: string): UserRelation | undefined;
  readonly snapshot: PeopleSnapshot;
  /** Before a sync: what is pushed from now on is newer than its answer. */
  beginSync(): void;
  /** The answer of a sync that said it knew `known`. */
  applySync(reply: im.SyncReply, known: number): void;
  applyProfile(profile: im.OwnProfile): void;
  applyRelation(relation: im.Relation): void;
}

export function createPeopleState({ saved, ...told }: PeopleStateOptions): PeopleState {
  const relations = new Map((saved?.relations ?? []).map((relation) => [relation.user, relation]));
  let version = saved?.version ?? 0;
  let profile = saved?.profile;
  let isOvertaken = false;

  function take(relation: im.Relation): void {
    const next = relationOf(relation);
    if (next.version <= (relations.get(next.user)?.version ?? -1)) return;
    relations.set(next.user, next);
    told.onRelation(next);
  }

  function become(next: im.OwnProfile): void {
    const plain = profileOf(next);
    const isSame = JSON.stringify(plain) === JSON.stringify(profile);
    profile = plain;
    if (!isSame) told.onProfile(plain);
  }

  return {
    get version() {
      return version;
    },
    get profile() {
      return profile;
    },
    get relations() {
      return [...relations.values()].filter(isAny);
    },
    relation: (user) => relations.get(user),
    get snapshot() {
      return { version, profile, relations: [...relations.values()].filter(isAny) };
    },
    beginSync() {
      isOvertaken = false;
    },
    applySync(reply, known) {
      // The server has forgotten what it once knew, and tells everything from the beginning.
      if (reply.peopleVersion < known) relations.clear();
      for (const relation of reply.relations as im.Relation[]) take(relation);
      // A profile has no version of its own: one that was pushed meanwhile stays, and the next sync asks for it again.
      if (reply.profile && isOvertaken) return;
      if (reply.profile) become(reply.profile as im.OwnProfile);
      version = reply.peopleVersion;
    },
    applyProfile(pushed) {
      isOvertaken = true;
      become(pushed);
    },
    applyRelation: take,
  };
}

function isAny({ friend, asksMe, asked, blocked }: UserRelation): boolean {
  return friend || asksMe || asked || blocked;
}

function profileOf({ profile, findableByEmail, whoMayWrite }: im.OwnProfile): OwnProfile {
  const { user, name, shownName, avatarUrl, about, language } = im.Profile.create(profile ?? {});
  const who = (im.WhoMayWrite[whoMayWrite] as OwnProfile['whoMayWrite'] | undefined) ?? 'SERVER_DEFAULT';
  return { user, name, shownName, avatarUrl, about, language, findableByEmail, whoMayWrite: who };
}

function relationOf(relation: im.Relation): UserRelation {
  const { user, name, shownName, avatarUrl } = im.Profile.create(relation.other ?? {});
  const { friend, remark, asksMe, greeting, asked, blocked, since, version } = relation;
  return { user, name, shownName, avatarUrl, friend, remark, asksMe, greeting, asked, blocked, since, version };
}
