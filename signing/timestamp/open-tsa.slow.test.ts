import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import {
  counted,
  down,
  endless,
  oddStamps,
  otherImprint,
  otherNonce,
  recovering,
  rejectedStamps,
  slow,
  unsigned,
} from '../testing/faulty.ts';
import { NOW, testPki } from '../testing/pki.ts';
import type { Handler } from '../training/server.ts';
import { stampHandler } from '../training/services.ts';
import { openTsa } from './open-tsa.ts';
import type { TsaOptions } from './open-tsa.ts';
import { readTimeStamp } from './token.ts';

const test = testPki();
const write = temporaryFiles();
const content = Buffer.from('a Merkle root');
const digest = createHash('sha256').update(content).digest();
const patience = { timeoutMs: 200, attempts: 2, backOffMs: 5 };

function client(options: Partial<TsaOptions> = {}) {
  return openTsa({
    url: `${test().url}/tsa/tsa`,
    trust: [test().root],
    clock: () => NOW,
    patience,
    ...options,
  });
}

afterEach(() => {
  test().serve();
});

describe('a time-stamp authority that behaves', () => {
  it('gives a token over the digest, with its certificates', async () => {
    const stamp = readTimeStamp(await client().stamp(digest));
    expect(stamp?.at).toEqual(NOW);
    expect(Buffer.from(stamp?.imprint.digest ?? []).equals(digest)).toBe(true);
    expect(stamp?.signed.certificates).toHaveLength(3);
  });

  it('is asked again after a failure that may pass', async () => {
    const { handler, count } = counted(
      recovering(
        stampHandler(test().seal('tsa'), () => NOW),
        1,
      ),
    );
    test().serve({ '/tsa/tsa': handler });
    await client().stamp(digest);
    expect(count()).toBe(2);
  });

  it('is asked under a policy, with name and password', async () => {
    const policy = '1.3.6.1.4.1.32473.7';
    const url = `${test().url.replace('//', '//hub:s%20ecret@')}/tsa/tsa`;
    const stamp = readTimeStamp(await client({ url, policy }).stamp(digest));
    expect(stamp?.policy).toBe(policy);
  });

  it.skipIf(isMissing('openssl'))('satisfies OpenSSL', async () => {
    const token = write('token.tst', await client().stamp(digest));
    const root = write('root.pem', pem(test().root));
    const check = ['ts', '-verify', '-token_in', '-in', token, '-CAfile', root];
    expect(runProgram('openssl', [...check, '-data', write('content', content)])).toContain('OK');
    expect(readFileSync(token).length).toBeLessThan(4000);
  });
});

describe('no time stamp is had from an authority that', () => {
  it.each<OddAuthority>([
    { that: 'is down', words: /status 503/, handler: down },
    {
      that: 'is slow',
      words: /no answer in time/,
      handler: () =>
        slow(
          stampHandler(tsa(), () => NOW),
          1000,
        ),
    },
    {
      that: 'never ends its answer',
      words: /more than 65536 bytes/,
      handler: () => endless('application/timestamp-reply'),
    },
    { that: 'answers with something else', words: /not a time-stamp response/, handler: () => html },
    { that: 'refuses', words: /status 2/, handler: rejectedStamps },
    {
      that: 'stamps something else',
      words: /IMPRINT_DIFFERS/,
      handler: () => oddStamps(tsa(), otherImprint),
    },
    { that: 'answers somebody else', words: /nonce differs/, handler: () => oddStamps(tsa(), otherNonce) },
    {
      that: 'forgets the nonce',
      words: /nonce differs/,
      handler: () => oddStamps(tsa(), () => ({ nonce: undefined })),
    },
    {
      that: 'may not stamp',
      words: /STAMP_USAGE_DIFFERS/,
      handler: () => oddStamps(test().seal('signer'), () => ({})),
    },
    {
      that: 'did not sign',
      words: /SIGNATURE_DIFFERS/,
      handler: () => oddStamps(unsigned(tsa()), () => ({})),
    },
    {
      that: 'uses another policy',
      words: /policy differs/,
      handler: () => oddStamps(tsa(), () => ({ policy: '1.3.6.1.4.1.32473.2' })),
      options: { policy: '1.3.6.1.4.1.32473.1' },
    },
    {
      that: 'has another time',
      words: /clocks differ/,
      handler: () => oddStamps(tsa(), () => ({ at: new Date('2026-11-21T12:00:00Z') })),
    },
  ])('$that', async ({ words, handler, options }) => {
    test().serve({ '/tsa/tsa': handler() });
    const asked = client(options).stamp(digest);
    await expect(asked).rejects.toMatchObject({ code: 'TIME_STAMP_UNAVAILABLE' });
    await expect(asked).rejects.toThrow(words);
  });

  it('is not there at all', async () => {
    const asked = client({ url: 'http://127.0.0.1:1/tsa' }).stamp(digest);
    await expect(asked).rejects.toThrow(/127\.0\.0\.1:1: no connection/);
  });

  it('nobody trusts', async () => {
    const trust = [test().pki.otherIssuing.certificate];
    await expect(client({ trust }).stamp(digest)).rejects.toThrow(/not trusted/);
  });
});

type OddAuthority = {
  readonly that: string;
  readonly words: RegExp;
  readonly handler: () => Handler;
  readonly options?: Partial<TsaOptions>;
};

function tsa() {
  return test().seal('tsa');
}

function html() {
  return { type: 'text/html', body: Buffer.from('<p>Welcome to our hotel network') };
}

function pem(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
