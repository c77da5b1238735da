export const USAGE = `npm run system -- show [SYSTEM]
npm run system -- rotate SYSTEM [--overlap HOURS]   another secret; the one before is good for 72 hours more, or as many
                                                    as are named (0: it ends now, with its connections)
npm run system -- revoke SYSTEM                     every secret and every connection ends now

A secret is printed once, after the broker user that it belongs to; over HTTP the user is the system's name. What has ended
is taken away at the broker by a worker that knows AMQP_MANAGEMENT_URL, and by each run of this command.`;

export type Asked =
  | { readonly does: 'show'; readonly system?: string }
  | { readonly does: 'rotate'; readonly system: string; readonly overlapHours: number }
  | { readonly does: 'revoke'; readonly system: string };

const OVERLAP_HOURS = 72;
/** A year: who needs longer does not replace a secret but has two. */
const LONGEST_HOURS = 8760;

/** What is asked for; a text where it cannot be understood. */
export function readOptions([does, system, ...further]: readonly string[]): Asked | string {
  if (does === 'show' && further.length === 0) return system === undefined ? { does } : { does, system };
  if (system === undefined || system.startsWith('-')) return 'Say what is to be done with which system.';
  if (does === 'revoke' && further.length === 0) return { does, system };
  if (does !== 'rotate') return `There is no such command.`;
  if (further.length === 0) return { does, system, overlapHours: OVERLAP_HOURS };
  const [name, value = ''] = further;
  const overlapHours = Number(value);
  const isRight = name === '--overlap' && further.length === 2 && /^\d+(\.\d+)?$/.test(value);
  if (!isRight || overlapHours > LONGEST_HOURS) return `--overlap takes hours, 0 to ${LONGEST_HOURS}.`;
  return { does, system, overlapHours };
}
