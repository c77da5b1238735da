import { isHubFault, reasonOf } from '../hub/faults.ts';

/** Texts are logged of our own faults only: they hold no personal data. */
export function whyOf(error: unknown): Readonly<Record<string, unknown>> {
  return isHubFault(error) ? { reason: error.name, why: error.message } : { reason: reasonOf(error) };
}
