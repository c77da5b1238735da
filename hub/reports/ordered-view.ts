import { defined } from '../../domain/kernel/optional.ts';
import { LANGUAGES } from '../../domain/kernel/language.ts';
import { HUB, personUrn, schemaUrn, systemUrn, type Message } from '../../domain/kernel/message.ts';
import type { Workflow } from '../../domain/case/workflow.ts';
import type { Reader } from '../../domain/kernel/workflow.ts';
import type { NationalSystem } from '../../domain/directory/authority.ts';
import type { Directory } from '../../domain/directory/directory.ts';
import type { ReportChoice } from '../../domain/reports/frame.ts';
import { caseMessage } from '../../schemas/catalogue.ts';
import { caseOf, versionFor } from '../case/case-now.ts';
import { worldOf } from '../case/law.ts';
import { hubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { CaseRecord } from '../ports/records.ts';
import type { ReportOrdered } from './report-records.ts';

/** The case as whoever ordered something of it may see it there: the same for a page and for the data beside it. */
export type OrderedView = {
  readonly order: ReportOrdered;
  /** That speaks for who ordered it; without one it waits, as all news do. */
  readonly system?: string;
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
  const now = caseOf(hub.catalogue, record);
  const world = now && worldOf(hub, now.workflow, now.area);
  const language = LANGUAGES.find((known) => known === order.language);
  if (now === undefined || world === undefined || language === undefined) {
    throw hubFault('REPORT_FAILED', 'the report needs an area or a language that is not there', {
      report: order.id,
    });
  }
  const system = speakerOf(hub, order);
  const { authority, roles } = order;
  const reader = { authority, roles, language };
  const { workflow, state } = now;
  const view = workflow.reports.view(state, { choice, reader }, world);
  if (view === undefined)
    throw hubFault('REPORT_FAILED', 'who ordered the report has no view of the case', { report: order.id });
  return {
    order,
    ...defined('system', system?.id),
    workflow,
    view,
    version: versionFor({ workflow, state }, authority, world.directory),
    reader,
    directory: world.directory,
  };
}

/** The system that speaks for who ordered a report, if one does. */
export function speakerOf(hub: Hub, { authority }: ReportOrdered): NationalSystem | undefined {
  return hub.directory.current().systemOf.get(authority);
}

/** Whoever ordered it where no system speaks for the authority. */
function receiverOf({ person = '' }: ReportOrdered, system: string | undefined): string {
  return system === undefined ? personUrn(person) : systemUrn(system);
}

/** That view as a message of the hub, which has an XML and a JSON form. */
export function viewMessage({ order, system, workflow, view, version }: OrderedView, at: string): Message {
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
    receiver: receiverOf(order, system),
    data: { case: view },
  };
}
