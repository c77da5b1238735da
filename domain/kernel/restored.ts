import type { Event } from './workflow.ts';

/**
 * The database that holds the case was restored from a backup. What had been told of the case since is lost, and so are the
 * versions it had then: it goes on with one that nobody can have been told. In every workflow alike; nobody is told of it,
 * whoever commands against a lost version learns it.
 */
export type Restored = Event<'case.restored', { readonly version: number }>;

export function restored(version: number): Restored {
  return { type: 'case.restored', facts: { version } };
}

export function isRestored(event: Event): event is Restored {
  return event.type === 'case.restored';
}
