import type { Area } from '../../area/area.ts';
import type { Language } from '../../kernel/language.ts';
import type { RequestRole } from '../../request/access.ts';
import { request } from '../../request/index.ts';
import { CALENDAR } from '../../testing/calendar.ts';
import { directoryWith, STRICT } from '../../testing/cast.ts';
import type { Story } from '../../testing/given.ts';
import type { Report } from '../model.ts';
import type { Phrases } from '../phrases.ts';
import type { Particulars, ReportChoice } from '../frame.ts';

/** Which report of a story, for whom; the rest is the same in every test. */
export type Ordered = {
  readonly kind: string;
  readonly parts?: readonly string[];
  readonly for: string;
  readonly language?: Language;
  readonly roles?: readonly RequestRole[];
  readonly isTraining?: boolean;
  readonly publicAddress?: string;
  readonly accesses?: Particulars['accesses'];
};

/** Dates, names and sizes as codes: goldens must not depend on the locale data of one Node version. */
export function coded(phrases: Phrases): Phrases {
  return {
    ...phrases,
    instant: (at) => `<${at}>`,
    day: (date) => `<${date}>`,
    money: (amount, currency) => `<${amount} ${currency}>`,
    country: (code) => `<${code}>`,
    languageName: (code) => `<${code}>`,
    ownName: (code) => `<${code}>`,
    size: (bytes) => `<${bytes} B>`,
  };
}

/** What the report shows and the report itself; nothing when the reader has no view of the request. */
export function reportOf(
  story: Story,
  ordered: Ordered,
  how: { readonly area: Area; readonly phrases: (language: Language) => Phrases },
) {
  const { language = 'en', roles = ['request handler', 'referral handler'] } = ordered;
  const choice: ReportChoice = { kind: ordered.kind, parts: ordered.parts ?? [] };
  const reader = { authority: ordered.for, roles, language };
  const world = { area: how.area, directory: directoryWith(STRICT), calendar: CALENDAR };
  const view = request.reports.view(story.begun(), { choice, reader }, world);
  if (view === undefined) return undefined;
  const report: Report = request.reports.page(view, {
    id: 'R-1',
    choice,
    at: '2026-11-21T10:00:00Z',
    issuer: 'Internal Market Message Hub',
    workflow: request.name,
    readerName: ordered.for,
    isTraining: ordered.isTraining ?? false,
    accesses: ordered.accesses ?? [],
    chain: { head: 'c0ffee'.padEnd(64, '0'), records: story.history.length },
    ...(ordered.publicAddress === undefined ? {} : { publicAddress: ordered.publicAddress }),
    phrases: how.phrases(language),
    attachments: [],
  });
  return { view, report };
}
