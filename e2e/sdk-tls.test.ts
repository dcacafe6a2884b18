// The SDK through a TLS proxy, as an operator puts one in front of a gate.
import net from 'node:net';
import tls from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openTransport } from '../client/sdk/node/transport.ts';
import { startTestGate } from '../client/sdk/testing/sdk-fixture.ts';
import { im } from '../proto/rpc.ts';
import { selfSignedCertificate } from '../tools/servers/certificate.ts';

const WAIT = { timeout: 15_000 };
test('frames go both ways over TLS, and a certificate that is not trusted ends the connection', async () => {
  const gate = await startTestGate();
  const { key, cert } = selfSignedCertificate();
  const proxy = tls.createServer({ key, cert }, (socket) => {
    const inner = net.connect(Number(new URL(gate.tcp).port), '127.0.0.1');
    socket.pipe(inner).pipe(socket);
    for (const one of [socket, inner]) one.on('error', () => undefined);
  });
  proxy.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  const url = `tls://127.0.0.1:${(proxy.address() as net.AddressInfo).port}`;

  const onClosed = vi.fn();
  const onOpen = vi.fn();
  openTransport(url, { onOpen, onFrame: vi.fn(), onClosed });
  await vi.waitFor(
    () => expect(onClosed).toHaveBeenCalledWith(expect.objectContaining({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })),
    WAIT,
  );
  expect(onOpen).not.toHaveBeenCalled();

  const trusted = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...trusted, cert]);
  onTestFinished(() => tls.setDefaultCACertificates(trusted));
  const frames: im.Frame[] = [];
  const onFrame = (bytes: Uint8Array): void => void frames.push(im.Frame.decode(bytes));
  const transport = openTransport(url, { onOpen, onFrame, onClosed });
  onTestFinished(() => transport.close());
  await vi.waitFor(() => expect(frames.map((frame) => frame.kind)).toEqual([im.Frame.Kind.HELLO]), WAIT);
  expect(onOpen).toHaveBeenCalledOnce();
  transport.send(im.Frame.encode({ requestId: 7 }).finish());
  await vi.waitFor(() => expect(gate.lastPeer.frames.map((frame) => frame.requestId)).toEqual([7]), WAIT);
});
