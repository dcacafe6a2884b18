// How servers are set up, for an operator.

export interface KafkaTopicState {
  readonly name: string;
  /** 0 = the topic does not exist. */
  readonly partitions: number;
  readonly wantedPartitions: number;
  /** Of the partition that has the fewest. */
  readonly replicas: number;
  readonly wantedReplicas: number;
  /** Partitions of which a replica lags behind or is away. */
  readonly underReplicated: readonly number[];
  /** False: some partition can be neither read nor written, and the others of the topic are not known. */
  readonly hasLeaders: boolean;
  readonly wantedRetentionMs: number;
  readonly wantedBatchBytes: number;
  /** Such as "retention.ms" → "600000". Empty where Kafka does not tell. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface KafkaState {
  readonly brokers: number;
  readonly wantedReplicas: number;
  /** Of one broker. Empty where Kafka does not tell, as some hosted ones. */
  readonly settings: Readonly<Record<string, string>>;
  /** In the order of the specs. */
  readonly topics: readonly KafkaTopicState[];
}

export interface TableOwner {
  readonly owner: string;
  readonly tables: number;
  readonly missing: readonly string[];
}

export interface MysqlState {
  /** "10.11.19-MariaDB-0+deb12u1". */
  readonly version: string;
  readonly maxPacketBytes: number;
  readonly minPacketBytes: number;
  /** Where its data is, on its machine. */
  readonly dataFolder: string;
  readonly database: string;
  /** Schema files of this version in their order. */
  readonly files: readonly string[];
  /** Schema files that the database says it has; undefined where it does not say. */
  readonly applied: readonly string[] | undefined;
  readonly owners: readonly TableOwner[];
  /** Columns that cannot hold every character: "messages.text is utf8mb3". */
  readonly narrowColumns: readonly string[];
}

export interface RedisState {
  /** "7.0.15", or "Valkey 8.1.1". */
  readonly version: string;
  /** Of Redis' own numbering, which Valkey goes on with: 7. */
  readonly major: number;
  readonly isCluster: boolean;
  readonly isReplica: boolean;
  readonly usedBytes: number;
  /** 0 = no limit. */
  readonly maxBytes: number;
  /** "noeviction"; '' where it does not tell. */
  readonly evictionPolicy: string;
  readonly saves: boolean;
  /** False: it could not save the last time. */
  readonly hasSaved: boolean;
  /** It takes no writes while it cannot save. */
  readonly stopsWithoutSaving: boolean;
}

/** Topic → partition → the offset of the next record to be published. */
export type TopicEnds = ReadonlyMap<string, ReadonlyMap<number, number>>;
