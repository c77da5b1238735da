import { afterEach, describe, expect, test } from 'vitest';
import { openScanner } from './scanner.ts';
import { openIcapServer, type IcapServer } from './testing/icap-server.ts';

const WORD = 'harmful';

/** Three pieces, the last of which has the word, or has it not. */
function pieces(last: string, size = 200_000): readonly Buffer[] {
  return [Buffer.alloc(size, 'a'), Buffer.alloc(size, 'b'), Buffer.from(last)];
}

async function scan(setting: string, all: readonly Buffer[]) {
  const size = all.reduce((sum, { length }) => sum + length, 0);
  const facts = { mediaType: 'application/pdf', size };
  return openScanner(setting)?.scan(given(all), facts);
}

async function* given(all: readonly Buffer[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

test('without a scanner there is none', () => {
  expect(openScanner('none')).toBeUndefined();
});

describe('a scanner that speaks ICAP', () => {
  let server: IcapServer | undefined;
  afterEach(() => server?.close());

  test('is shown the whole document and lets it pass, or finds something in it', async () => {
    server = await openIcapServer({ finds: WORD });
    expect(await scan(server.url, pieces('good'))).toBe('clean');
    expect(await scan(server.url, pieces(`so ${WORD}`))).toBe('found');
    const [{ head, body } = { head: '', body: Buffer.alloc(0) }] = server.requests;
    expect(body.equals(Buffer.concat(pieces('good')))).toBe(true);
    expect(head).toMatch(/^RESPMOD icap:\/\/127\.0\.0\.1:[0-9]+\/avscan ICAP\/1\.0\r\n/);
    expect(head).toContain('Content-Type: application/pdf\r\n');
    const place = /res-body=([0-9]+)/.exec(head)?.[1];
    expect(head.slice(head.indexOf('HTTP/1.1'))).toHaveLength(Number(place));
  });

  test('is shown a short one by the preview alone', async () => {
    server = await openIcapServer({ finds: WORD });
    expect(await scan(server.url, [Buffer.from('short')])).toBe('clean');
    expect(await scan(server.url, [Buffer.from(WORD)])).toBe('found');
    expect(await scan(server.url, [])).toBe('clean');
  });

  test('need not see more than it wants', async () => {
    server = await openIcapServer({ finds: 'aaa', isHasty: true });
    expect(await scan(server.url, pieces('rest'))).toBe('found');
  });

  test.each(['ICAP/1.0 500 Server error\r\n\r\n', 'ICAP/1.0 404 No service\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n', ''])(
    'that answers %j could not say',
    async (says) => {
      server = await openIcapServer({ finds: WORD, says });
      expect(await scan(server.url, pieces('good'))).toBe('unavailable');
    },
  ); // prettier-ignore

  test('that is not there could not say', async () => {
    expect(await scan('icap://127.0.0.1:9/avscan', pieces('good'))).toBe('unavailable');
  });
});

describe('a scanner that is a command', () => {
  test.each([
    ['good', 'clean'],
    [`so ${WORD}`, 'found'],
  ])('says of %s: %s', async (last, expected) => {
    expect(await scan('command:/usr/bin/awk /harmful/{found=1}END{exit(found)}', pieces(last))).toBe(
      expected,
    );
  });

  test('may find something before it has read all', async () => {
    expect(await scan('command:/bin/false', pieces('x', 4_000_000))).toBe('found');
  });

  test('that has not read all cannot say that there is nothing', async () => {
    expect(await scan('command:/bin/true', pieces('x', 4_000_000))).toBe('unavailable');
  });

  test.each(['/bin/does-not-exist', '/usr/bin/env nothing-of-that-name'])('that is %s could not say', async (program) => {
    expect(await scan(`command:${program}`, pieces('x', 4_000_000))).toBe('unavailable');
  }); // prettier-ignore
});
