// The clients of all rivals, by name: load processes import this.
import type { ConnectRival, RivalName } from './rival.ts';
import { connectSocketio } from './socketio/client.ts';

export const RIVAL_CLIENTS: Readonly<Record<RivalName, ConnectRival>> = { socketio: connectSocketio };
