import { REFUSALS } from '../../domain/kernel/refusal-catalogue.ts';
import { PROBLEMS } from '../../gateway/problems.ts';
import { code, page, table } from './markdown.ts';

type Catalogue = Readonly<Record<string, { readonly status: number; readonly text: string }>>;

/** Mirrors both catalogues of codes. */
export function errors(): string {
  return page('Errors', 'domain/kernel/refusals.ts and gateway/problems.ts', [
    '<!-- prettier-ignore-start -->',
    'Codes are stable; texts may be mended. A fact in braces is filled in. No text holds personal data.',
    '## Refusals\nNormal answers, in receipts: nothing has happened, and this is why. Over HTTP the status is that of the first fault.',
    listed(REFUSALS),
    '## Problems\nOver HTTP only (`application/problem+json`, RFC 9457): the request did not become a message. Of what fails inside the hub, outsiders learn a trace id.',
    listed(PROBLEMS),
    '<!-- prettier-ignore-end -->',
  ]);
}

function listed(catalogue: Catalogue): string {
  const rows = Object.entries(catalogue).map(([name, { status, text }]) => [
    code(name),
    String(status),
    text,
  ]);
  return table(['code', 'HTTP', 'text'], rows);
}
