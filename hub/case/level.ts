/** How much of a case a view shows, where its workflow says so. */
export function levelOf(view: unknown): string | undefined {
  if (typeof view !== 'object' || view === null || !('level' in view)) return undefined;
  return typeof view.level === 'string' ? view.level : undefined;
}

/** Whether it shows personal data. A view that does not say how much it shows may show everything. */
export function showsAll(view: unknown): boolean {
  const level = levelOf(view);
  return level === undefined || level === 'full';
}
