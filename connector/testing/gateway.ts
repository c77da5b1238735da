import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a gateway answers: to `POST /api/v1/messages`, and what waits in the inbox. */
export type Script = {
  readonly answer: (body: string) => {
    readonly status: number;
    readonly type: string;
    readonly body: unknown;
  };
  readonly waiting: Map<string, unknown>;
};

export type FakeGateway = { readonly url: string; close(): Promise<void> };

const INBOX = '/api/v1/inbox';
const CREDENTIALS = `Basic ${Buffer.from('pt-1:secret').toString('base64')}`;

/** As much of a gateway as a client can tell apart from the real one. */
export async function openFakeGateway(script: Script): Promise<FakeGateway> {
  const server = createServer((request, response) => void serve(script, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://pt-1:secret@127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function serve(script: Script, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request;
  if (headers.authorization !== CREDENTIALS) return reply(response, problem(401, 'Who are you?'));
  if (method === 'POST') return reply(response, script.answer(await bodyOf(request)));
  if (url === INBOX)
    return reply(response, json({ waiting: [...script.waiting.keys()].map((id) => ({ id })) }));
  const id = url.slice(INBOX.length + 1);
  const message = script.waiting.get(id);
  if (message === undefined) return reply(response, problem(404, 'There is nothing here.'));
  if (method === 'DELETE') script.waiting.delete(id);
  reply(response, json(message));
}

function json(body: unknown) {
  return { status: 200, type: 'application/cloudevents+json; charset=utf-8', body };
}

export function problem(status: number, title: string) {
  return { status, type: 'application/problem+json', body: { title, status } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, given: ReturnType<Script['answer']>): void {
  response.writeHead(given.status, { 'content-type': given.type }).end(JSON.stringify(given.body));
}
