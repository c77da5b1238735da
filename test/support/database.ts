import type { Tables } from './tables.ts';

/** Settings of the database, as an administrator or a fail-over changes them under a running hub. */
export type Administrator = {
  /** For every connection from now on; those that are open are ended. */
  set(settings: Readonly<Record<string, string>>): Promise<void>;
  reset(...names: readonly string[]): Promise<void>;
};

export function administratorOf(tables: () => Tables): Administrator {
  async function change(all: readonly string[]) {
    const { client, rows } = tables();
    const [found] = await rows<{ name: string }>('SELECT current_database() AS name');
    for (const one of all) await client.query(`ALTER DATABASE "${found?.name ?? ''}" ${one}`);
    await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  }
  return {
    set: (settings) => change(Object.entries(settings).map(([name, value]) => `SET ${name} = ${value}`)),
    reset: (...names) => change(names.map((name) => `RESET ${name}`)),
  };
}
