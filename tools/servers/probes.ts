// Probes check whether a server serves. Each makes one real request and throws when there is no answer.
import '../../infra/kafka/patches.ts'; // without the patches, kafkajs leaves timers behind and prints warnings
import { connect } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import mysql from 'mysql2/promise';
import { fromUrlHost } from '../../infra/process/url-host.ts';

/** Resolves when one of host:port,… answers a metadata request, because a broker opens its port long before it serves. */
export async function probeKafka(address: string): Promise<void> {
  const kafka = new Kafka({
    brokers: address.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    requestTimeout: 2000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    if (brokers.length === 0) throw new Error('no broker has registered yet');
  } finally {
    await admin.disconnect();
  }
}

export async function probeMysql(url: string): Promise<void> {
  await runSql(url, 'SELECT 1');
}

/** Runs one statement on a connection of its own. */
export async function runSql(url: string, statement: string): Promise<unknown> {
  const connection = await mysql.createConnection({ uri: url, connectTimeout: 2000 });
  try {
    const [rows] = await connection.query(statement);
    return rows;
  } finally {
    connection.destroy();
  }
}

export async function probeRedis(url: string): Promise<void> {
  await runRedisCommands(url, 'PING');
}

/** Sends commands, one a line, and resolves with the first line of the last one's answer. */
export function runRedisCommands(url: string, ...commands: string[]): Promise<string> {
  const { hostname, port, username, password } = new URL(url);
  const login = password ? [`AUTH ${username ? `${username} ` : ''}${decodeURIComponent(password)}`] : [];
  const lines = [...login, ...commands];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port || 6379), fromUrlHost(hostname));
    let text = '';
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer within 2000 ms')));
    socket.once('error', reject);
    socket.once('connect', () => socket.end(`${lines.join('\r\n')}\r\n`));
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.once('end', () => {
      const refused = text.split('\r\n').find((line) => line.startsWith('-'));
      if (refused || text === '') reject(new Error(refused ?? 'no answer'));
      else resolve(text);
    });
  });
}
