import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { startTrainingAuthority } from '../../signing/training-seal.ts';

/** A training authority whose time stamps can be cut off; the certificates' status stays to be had. */
export type Gate = {
  readonly root: Uint8Array;
  /** What makes a hub seal with this authority. */
  readonly environment: Readonly<Record<string, string>>;
  shut(): void;
  open(): void;
  /** How often somebody stood before the shut gate. */
  refused(): number;
  close(): Promise<void>;
};

export async function openGate(): Promise<Gate> {
  const { seal, tsaUrl, close } = await startTrainingAuthority({ key: 'ec', passphrase: 'gate' });
  const folder = mkdtempSync(join(tmpdir(), 'imi-hub-gate-'));
  const [p12, root] = [join(folder, 'seal.p12'), join(folder, 'root.cer')];
  writeFileSync(p12, seal.p12, { mode: 0o600 });
  writeFileSync(root, seal.root);
  let isShut = false;
  let refused = 0;
  const server = createServer((request, response) => {
    if (isShut) {
      refused += 1;
      response.writeHead(503).end();
    } else void buffer(request).then((body) => forward(tsaUrl, body, response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    root: seal.root,
    environment: {
      HUB_SEAL_P12: p12,
      HUB_SEAL_PASSPHRASE: seal.passphrase,
      TSA_URL: `http://127.0.0.1:${port}/`,
      TSA_TRUST: root,
      HUB_TRUST: root,
    },
    shut: () => void (isShut = true),
    open: () => void (isShut = false),
    refused: () => refused,
    async close() {
      server.close();
      server.closeAllConnections();
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function forward(url: string, body: Buffer, response: ServerResponse): Promise<void> {
  const headers = { 'content-type': 'application/timestamp-query' };
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, { 'content-type': 'application/timestamp-reply' }).end(bytes);
}
