// What an operator does with Kafka's own tools: who leads a topic, who leads the cluster, setting a group back.
import { connect } from 'node:net';
import kafkajs, { type Admin } from 'kafkajs';
import type { KafkaBroker, KafkaServer } from '../kafka.ts';
import type { RestartableServer } from '../server.ts';

const ANSWER_MS = 5_000;
const CORRELATION = 7;

export function isKafkaServer(server: RestartableServer): server is KafkaServer {
  return 'brokers' in server;
}

/** The broker that leads the first partition of the topic. */
export async function findLeader(kafka: KafkaServer, topic: string): Promise<KafkaBroker> {
  const { topics } = await withAdmin(kafka.address, (admin) => admin.fetchTopicMetadata({ topics: [topic] }));
  return brokerOf(kafka, topics[0]?.partitions.find(({ partitionId }) => partitionId === 0)?.leader);
}

/** What Kafka holds of the group's progress goes back to the beginning. Rejects while the group has members. */
export async function resetOffsets(address: string, groupId: string, topic: string): Promise<void> {
  await withAdmin(address, (admin) => admin.resetOffsets({ groupId, topic, earliest: true }));
}

async function withAdmin<T>(address: string, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new kafkajs.Kafka({ brokers: address.split(','), logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

/** The broker whose controller is the active one. */
export async function findController(kafka: KafkaServer): Promise<KafkaBroker> {
  const answers = await Promise.allSettled(kafka.brokers.map(({ address }) => describeQuorum(address)));
  const leader = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])).find((id) => id > 0);
  return brokerOf(kafka, leader);
}

function brokerOf(kafka: KafkaServer, nodeId: number | undefined): KafkaBroker {
  const broker = kafka.brokers.find((one) => one.nodeId === nodeId);
  if (!broker) throw new Error(`Kafka names no leader among its ${kafka.brokers.length} brokers`);
  return broker;
}

/** Asks a broker who leads the metadata quorum: kafkajs cannot. The answer is the leader's node id. */
async function describeQuorum(address: string): Promise<number> {
  const [host = '', port] = address.split(':');
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = connect(Number(port), host, () => socket.write(quorumRequest()));
  let received = Buffer.alloc(0);
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error(`${address} did not answer within ${ANSWER_MS} ms`)));
  socket.once('error', reject);
  socket.once('close', () => reject(new Error(`${address} closed the connection`)));
  socket.on('data', (piece: Buffer) => {
    received = Buffer.concat([received, piece]);
    if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
    resolve(readLeader(received));
    socket.destroy();
  });
  return promise;
}

/** DescribeQuorum, version 0, for the only partition of __cluster_metadata. */
export function quorumRequest(): Buffer {
  const topic = Buffer.from('__cluster_metadata');
  const header = Buffer.from([0, 55, 0, 0, 0, 0, 0, CORRELATION, 255, 255, 0]);
  // One topic; its name; one partition, number 0; the ends of partition, topic and request have no tags.
  const body = Buffer.concat([Buffer.from([2, topic.length + 1]), topic, Buffer.from([2, 0, 0, 0, 0, 0, 0, 0])]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(header.length + body.length);
  return Buffer.concat([length, header, body]);
}

/** Behind length, correlation id and tags come an error code, and the topic with its partition: number, error code, leader. */
export function readLeader(response: Buffer): number {
  const nameLength = response.readUInt8(12) - 1;
  const partition = 13 + nameLength + 1;
  return response.readInt32BE(partition + 4 + 2);
}
