/** Failed attempts by who made them, within a sliding minute. Bounded: an attacker cannot make it grow. */
export type Attempts = {
  /** Seconds until another attempt is heard; 0 when it is heard now. */
  wait(key: string, now: number): number;
  failed(key: string, now: number): void;
  /** How many have failed within the window. */
  count(key: string, now: number): number;
};

export type AttemptLimits = {
  readonly failures: number;
  readonly windowMs: number;
  readonly keys: number;
};

type Window = { readonly since: number; readonly failures: number };

export function countAttempts(limits: AttemptLimits): Attempts {
  const windows = new Map<string, Window>();
  const open = (key: string, now: number): Window | undefined => {
    const window = windows.get(key);
    return window !== undefined && now - window.since < limits.windowMs ? window : undefined;
  };
  return {
    wait(key, now) {
      const window = open(key, now);
      if (window === undefined || window.failures < limits.failures) return 0;
      return Math.ceil((window.since + limits.windowMs - now) / 1000);
    },
    count: (key, now) => open(key, now)?.failures ?? 0,
    failed(key, now) {
      const window = open(key, now) ?? { since: now, failures: 0 };
      // Deleted first, so that the map's order is that of the newest failure and the oldest can go.
      windows.delete(key);
      windows.set(key, { ...window, failures: window.failures + 1 });
      for (const oldest of windows.keys()) {
        if (windows.size <= limits.keys) break;
        windows.delete(oldest);
      }
    },
  };
}
