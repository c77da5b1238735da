import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { playStory } from '../../scripts/demo/story.ts';
import { runProgram } from '../../signing/support/programs.ts';
import { verifyPdf } from '../../signing/verify/verify-pdf.ts';
import { useFolder, useHub } from '../support/hub.ts';

const folder = useFolder();
const hub = useHub('story', () => ({ MAIL_URL: `file:${folder()}/mail`, MAIL_FROM: 'hub@imi.example' }));

test('the hub starts on its stage and says that it is ready', async () => {
  const response = await fetch(`${hub().httpUrl}/health/ready`);
  expect(response.status).toBe(200);
});

test('a German diploma is asked about in Portuguese, answered in German, referred, closed, and certified twice', async () => {
  const { httpUrl, amqpUrlFor, root, messageSeal } = hub();
  const schemas = new URL('/schemas/1.0/', httpUrl).href;
  const story = await playStory({
    amqpUrlFor,
    httpUrl,
    schemas,
    hubCertificates: [messageSeal],
    outFolder: folder(),
    mailFolder: join(folder(), 'mail'),
    say: () => undefined,
  });

  expect(story.checks.length).toBeGreaterThan(50);
  // Everything that was submitted has exactly one receipt.
  const receipts = story.submissions.map(({ answer }) => answer.outcome);
  expect(receipts.every((outcome) => outcome === 'accepted' || outcome === 'rejected')).toBe(true);

  expect(story.reports.map(({ language }) => language).toSorted()).toEqual(['de', 'pt']);
  for (const { path, language } of story.reports) {
    const verdict = verifyPdf(new Uint8Array(readFileSync(path)), { trust: [root] });
    expect(verdict.indication).toBe('TOTAL-PASSED');
    const text = runProgram('pdftotext', ['-layout', path, '-']);
    expect(text).toContain(story.caseNumber);
    expect(text).toContain(language === 'de' ? 'Fragen und Antworten' : 'Perguntas e respostas');
    expect(text).toContain('Musterfrau');
  }
  const listed = readFileSync(join(story.folder, 'messages.tsv'), 'utf8').trim().split('\n');
  expect(listed.length).toBeGreaterThanOrEqual(story.traffic.length);
}, 120_000);
