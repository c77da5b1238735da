import { LANGUAGES } from '../domain/kernel/language.ts';
import { HUB, schemaUrn, systemUrn, type Message } from '../domain/kernel/message.ts';
import type { Reader, Workflow } from '../domain/kernel/workflow.ts';
import type { Directory } from '../domain/directory/directory.ts';
import type { ReportChoice } from '../domain/reports/frame.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import { caseMessage } from '../schemas/catalogue.ts';
import { caseFrom } from './case-now.ts';
import { hubFault } from './faults.ts';
import type { Hub } from './hub.ts';
import type { CaseRecord } from './ports.ts';
import type { ReportOrdered } from './report-records.ts';

/** The case as whoever ordered something of it may see it there: the same for a page and for the data beside it. */
export type OrderedView = {
  readonly order: ReportOrdered;
  readonly workflow: Workflow;
  readonly view: object;
  readonly version: number;
  readonly reader: Reader;
  readonly directory: Directory;
};

export function orderedView(
  hub: Hub,
  order: ReportOrdered,
  { record, choice }: { readonly record: CaseRecord; readonly choice: ReportChoice },
): OrderedView {
  const workflow = WORKFLOWS.find(({ name }) => name === record.workflow);
  const area = hub.areas.current().get(record.area);
  const language = LANGUAGES.find((known) => known === order.language);
  if (workflow === undefined || area === undefined || language === undefined) {
    throw hubFault('REPORT_FAILED', 'the report needs an area or a language that is not there', {
      report: order.id,
    });
  }
  const directory = hub.directory.current();
  const roles = directory.systemOf.get(order.authority)?.roles ?? [];
  const reader = { authority: order.authority, roles, language };
  const { state } = caseFrom(workflow, record);
  const view = workflow.reportView(state, { choice, reader }, { area, directory });
  if (view === undefined)
    throw hubFault('REPORT_FAILED', 'who ordered the report has no view of the case', { report: order.id });
  return { order, workflow, view, version: state.version, reader, directory };
}

/** That view as a message of the hub, which has an XML and a JSON form. */
export function viewMessage({ order, workflow, view, version }: OrderedView, at: string): Message {
  const type = caseMessage(workflow);
  return {
    specversion: '1.0',
    id: order.id,
    source: HUB,
    type,
    subject: order.caseNumber,
    time: at,
    dataschema: schemaUrn(type),
    datacontenttype: 'application/json',
    authority: order.authority,
    caseversion: version,
    receiver: systemUrn(order.system),
    data: { case: view },
  };
}
