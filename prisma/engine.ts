import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { Pool } from 'pg';
import { migrationDriver } from './driver.ts';

interface EngineModule {
  readonly SchemaEngine: typeof SchemaEngine;
  readonly __wbg_set_wasm: (exports: WasmExports) => void;
}

interface WasmExports {
  readonly __wbindgen_start: () => void;
}

/** Node's types for version 20 leave out what Node has of WebAssembly. */
interface WasmLoader {
  readonly instantiate: (
    bytes: Uint8Array,
    imports: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly instance: { readonly exports: WasmExports } }>;
}

/**
 * Prisma's schema engine as WebAssembly over our own database driver: the command line tool would fetch a
 * binary from a host that many installations do not reach.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= loadEngine();
  const { SchemaEngine: Engine } = await loaded;
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(migrationDriver(databaseUrl, pool));
    return await work(await Engine.new({ datamodels: undefined }, () => undefined, factory));
  } catch (error) {
    throw migrationFault(error);
  } finally {
    await pool.end();
  }
}

/** Where the engine, by a global name, leaves the words of a panic; the error itself says only "unreachable". */
const panics = {
  last: '',
  set_message: (text: string): void => {
    panics.last = text;
  },
};

/** Once a process: the package keeps its memory in one place, and a second copy would pull it from under the first. */
let loaded: Promise<EngineModule> | undefined;

/** The package imports its .wasm as a module, which Node 20 does not do: we hand it over ourselves. */
async function loadEngine(): Promise<EngineModule> {
  const path = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine = (await import(pathToFileURL(path).href)) as EngineModule;
  const bytes = await readFile(join(dirname(path), 'schema_engine_bg.wasm'));
  const { WebAssembly: loader } = globalThis as unknown as { readonly WebAssembly: WasmLoader };
  const { instance } = await loader.instantiate(bytes, { './schema_engine_bg.js': engine });
  const { __wbg_set_wasm: setExports } = engine;
  const { __wbindgen_start: start } = instance.exports;
  setExports(instance.exports);
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panics });
  start();
  return engine;
}

/** The engine's message carries a trace of its own source files, which helps nobody here. */
function migrationFault(error: unknown): Error {
  const text = (error instanceof Error ? error.message : String(error)) + panics.last;
  const lines = text.split('\n').filter((line) => !/^\s+(\d+: |at |with )/.test(line));
  return Object.assign(new Error(lines.join(' '), { cause: error }), { name: 'MigrationFault' });
}
