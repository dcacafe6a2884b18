// A chat back end as a few dozen lines of socket.io: rooms of users, the Redis adapter between processes, one INSERT per message.
//   node loadtest/rivals/socketio/server.ts 3000 redis://127.0.0.1 mysql://root@127.0.0.1/chat
// Who connects says who they are, nothing recognizes a message that is sent twice, and nothing numbers a conversation.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { createPool, type ResultSetHeader } from 'mysql2/promise';
import { Server } from 'socket.io';

const [port = '3000', redisUrl = 'redis://127.0.0.1', mysqlUrl = 'mysql://root@127.0.0.1/chat'] = process.argv.slice(2);
const pool = createPool({ uri: mysqlUrl, connectionLimit: 10 });
await pool.query(`CREATE TABLE IF NOT EXISTS rival_messages (
  id BIGINT AUTO_INCREMENT PRIMARY KEY, sender VARCHAR(64) NOT NULL, receiver VARCHAR(64) NOT NULL,
  client_id VARCHAR(64) NOT NULL, text TEXT NOT NULL, created_at TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP(3),
  KEY (sender, receiver, id))`);
const INSERT = 'INSERT INTO rival_messages (sender, receiver, client_id, text) VALUES (?, ?, ?, ?)';
const SELECT = 'SELECT client_id AS id, id AS storedId FROM rival_messages WHERE sender = ? AND receiver = ? ORDER BY id';

const publisher = new Redis(redisUrl);
const http = createServer();
const io = new Server(http, { transports: ['websocket'], adapter: createAdapter(publisher, publisher.duplicate()) });

io.on('connection', (socket) => {
  const user = String(socket.handshake.auth.user);
  socket.join(user);
  socket.on('message', async ({ to, id, text }, acknowledge) => {
    const [{ insertId }] = await pool.execute<ResultSetHeader>(INSERT, [user, to, id, text]);
    io.to(to).emit('message', { id, storedId: insertId, from: user, text });
    acknowledge(insertId);
  });
  socket.on('history', async (peer, acknowledge) => {
    const [[sent], [received]] = await Promise.all([pool.execute(SELECT, [user, peer]), pool.execute(SELECT, [peer, user])]);
    acknowledge([sent, received].flat());
  });
});
http.listen(Number(port), '127.0.0.1', () => console.log(`ready on ${(http.address() as AddressInfo).port}`));
process.on('SIGTERM', () => process.exit(0));
