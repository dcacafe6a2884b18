// The user's own profile and their relations to other users. Versions decide which of two states is newer.
import type { im } from '../../../proto/rpc.ts';
import { wire } from '../wire/wire.ts';

export interface OwnProfile {
  readonly userId: string;
  readonly name: string;
  /** The name the user wants to be shown; empty = `name`. */
  readonly displayName: string;
  readonly avatarUrl: string;
  readonly about: string;
  /** BCP 47. */
  readonly language: string;
  readonly findableByEmail: boolean;
  readonly whoMayWrite: keyof typeof im.WhoMayWrite;
}

/** The relation of the user ("I") to another user. */
export interface UserRelation {
  readonly userId: string;
  /** Empty when the account was deleted. */
  readonly name: string;
  readonly displayName: string;
  readonly avatarUrl: string;
  readonly friend: boolean;
  /** My own name for a friend. */
  readonly remark: string;
  /** They have requested my friendship, with `greeting`. */
  readonly incomingRequest: boolean;
  readonly greeting: string;
  /** I have requested their friendship. */
  readonly outgoingRequest: boolean;
  readonly blocked: boolean;
  /** Milliseconds since 1970: of the request or of the friendship. */
  readonly since: number;
  /** Rises over all relations of the user. */
  readonly version: number;
}

/** What the application stores about people between two runs. */
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

export class PeopleState {
  readonly #options: PeopleStateOptions;
  readonly #relations: Map<string, UserRelation>;
  #version: number;
  #profile: OwnProfile | undefined;
  /** A profile was pushed since the last sync began. */
  #hasNewerProfile = false;

  constructor(options: PeopleStateOptions) {
    const { saved } = options;
    this.#options = options;
    this.#relations = new Map((saved?.relations ?? []).map((relation) => [relation.userId, relation]));
    this.#version = saved?.version ?? 0;
    this.#profile = saved?.profile;
  }

  get version(): number {
    return this.#version;
  }

  /** Undefined before the first sync. */
  get profile(): OwnProfile | undefined {
    return this.#profile;
  }

  /** Friends, friend requests in both directions, and blocked users. */
  get relations(): readonly UserRelation[] {
    return [...this.#relations.values()].filter(isRelated);
  }

  get snapshot(): PeopleSnapshot {
    return { version: this.#version, profile: this.#profile, relations: this.relations };
  }

  relation(userId: string): UserRelation | undefined {
    return this.#relations.get(userId);
  }

  /** Call it before a sync request: pushes from now on are newer than the reply. */
  beginSync(): void {
    this.#hasNewerProfile = false;
  }

  /** Applies the reply to a sync request that stated `knownVersion`. */
  applySync(reply: im.SyncReply, knownVersion: number): void {
    // The server has lost its earlier state and lists everything from the start.
    if (reply.peopleVersion < knownVersion) this.#relations.clear();
    for (const relation of reply.relations as im.Relation[]) this.applyRelation(relation);
    // A profile has no version. If one was pushed during the sync, keep it, and ask again in the next sync.
    if (reply.profile && this.#hasNewerProfile) return;
    if (reply.profile) this.#setProfile(reply.profile as im.OwnProfile);
    this.#version = reply.peopleVersion;
  }

  /** Applies a pushed profile. */
  applyProfile(profile: im.OwnProfile): void {
    this.#hasNewerProfile = true;
    this.#setProfile(profile);
  }

  /** Applies a pushed or listed relation, unless a newer one is known. */
  applyRelation(relation: im.Relation): void {
    const next = toUserRelation(relation);
    if (next.version <= (this.#relations.get(next.userId)?.version ?? -1)) return;
    this.#relations.set(next.userId, next);
    this.#options.onRelation(next);
  }

  #setProfile(profile: im.OwnProfile): void {
    const next = toOwnProfile(profile);
    const isSame = JSON.stringify(next) === JSON.stringify(this.#profile);
    this.#profile = next;
    if (!isSame) this.#options.onProfile(next);
  }
}

function isRelated({ friend, incomingRequest, outgoingRequest, blocked }: UserRelation): boolean {
  return friend || incomingRequest || outgoingRequest || blocked;
}

function toOwnProfile({ profile, findableByEmail, whoMayWrite }: im.OwnProfile): OwnProfile {
  const { userId, name, displayName, avatarUrl, about, language } = wire.Profile.create(profile ?? {});
  const policy = (wire.WhoMayWrite[whoMayWrite] as OwnProfile['whoMayWrite'] | undefined) ?? 'SERVER_DEFAULT';
  return { userId, name, displayName, avatarUrl, about, language, findableByEmail, whoMayWrite: policy };
}

function toUserRelation(relation: im.Relation): UserRelation {
  const { userId, name, displayName, avatarUrl } = wire.Profile.create(relation.other ?? {});
  const { friend, remark, incomingRequest, greeting, outgoingRequest, blocked, since, version } = relation;
  return {
    userId,
    name,
    displayName,
    avatarUrl,
    friend,
    remark,
    incomingRequest,
    greeting,
    outgoingRequest,
    blocked,
    since,
    version,
  };
}
