/** A zone that this machine does not know would be found out only when a report is made. */
export function timeZoneProblems({
  HUB_TIME_ZONE: zone,
}: {
  readonly HUB_TIME_ZONE: string;
}): readonly string[] {
  return isKnown(zone) ? [] : ['HUB_TIME_ZONE must be an IANA time zone that this machine knows'];
}

function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).format(0) !== '';
  } catch {
    return false;
  }
}
