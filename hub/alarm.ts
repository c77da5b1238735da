import { hubFault, type HubFault } from './faults.ts';
import type { Meter } from './meter.ts';
import type { Log } from './ports/surroundings.ts';

/** Where something was found that the hub has not written so: the table, and ids that name no person. */
export type Strange = { readonly table: string } & Readonly<Record<string, string>>;

/** Tells people of it. Nobody gets anything by such a row, and everybody else is served as before. */
export type Alarm = (what: Strange) => void;

export function openAlarm(log: Pick<Log, 'error'>, meter: Pick<Meter, 'unsound'>): Alarm {
  return (what) => {
    meter.unsound(what.table);
    log.error(what, 'the database holds what the hub has not written: it is not believed');
  };
}

/** The fault for whoever asked, once the alarm is raised. */
export function unsound(alarm: Alarm, what: Strange): HubFault {
  alarm(what);
  return hubFault('RECORD_UNSOUND', 'what the database holds is not as the hub has written it', what);
}
