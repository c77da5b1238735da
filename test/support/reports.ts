/** The report that comes with `report.issued`. */
export function reportIn(data: unknown): Buffer {
  const report = isRecord(data) ? data['report'] : undefined;
  return Buffer.from(isRecord(report) ? String(report['content']) : '', 'base64');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
