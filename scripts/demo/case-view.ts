import type { Delivery } from '../../connector/system.ts';
import { isRecord } from '../../connector/message.ts';

type Text = { readonly text: string; readonly language: string };

/** As much of `data.case` as the story looks at; the whole of it is in the published schema. */
export type CaseView = {
  readonly number: string;
  readonly status: string;
  readonly version: number;
  readonly level: 'full' | 'withoutPersonalData';
  readonly language: string;
  readonly questions: readonly QuestionView[];
  readonly subject?: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly AttachmentView[];
  readonly responding?: { readonly authority: string };
  readonly history: readonly { readonly event: string; readonly topic?: string }[];
  readonly commands: readonly string[];
};

export type QuestionView = {
  readonly question: string;
  readonly attachment?: string;
  readonly text: Text;
  readonly comment?: Text;
  readonly answer?: { readonly text?: Text; readonly comment?: Text; readonly value: unknown };
};

export type AttachmentView = {
  readonly id: string;
  readonly size: number;
  readonly name?: string;
  readonly sha256?: string;
  readonly content?: string;
};

/** A delivery together with the case as its recipient may see it. */
export type Seen = { readonly delivery: Delivery; readonly view: CaseView };

export function seen(delivery: Delivery): Seen {
  const { data, type } = delivery.message;
  const view: unknown = isRecord(data) ? data['case'] : undefined;
  if (!isCaseView(view)) throw new TypeError(`${type} carries no case.`);
  return { delivery, view };
}

export function isCaseView(view: unknown): view is CaseView {
  return (
    isRecord(view) &&
    typeof view['number'] === 'string' &&
    typeof view['version'] === 'number' &&
    ['questions', 'attachments', 'history', 'commands'].every((list) => Array.isArray(view[list]))
  );
}

/** A report that has come inside its message. */
export type ReportView = {
  readonly id: string;
  readonly language: string;
  readonly sha256: string;
  readonly content: string;
};

export function reportIn({ message }: Delivery): ReportView {
  const report: unknown = isRecord(message.data) ? message.data['report'] : undefined;
  if (!isReport(report)) throw new TypeError('The report is not in its message.');
  return report;
}

function isReport(report: unknown): report is ReportView {
  return (
    isRecord(report) &&
    ['id', 'language', 'sha256', 'content'].every((name) => typeof report[name] === 'string')
  );
}
