import type { Traffic } from '../../connector/system.ts';
import { openJudges, type Folder } from '../../test/contract/judges.ts';
import { judgedByPython, python } from '../../test/contract/python.ts';
import { check, note, type Stage } from './stage.ts';
import type { Step } from './step.ts';

/** Everything that has come from the hub in this story, read by programs that are not the hub's. */
export const holdAgainstSchemas: Step = {
  title: 'Held against the published schemas: every message that the hub has sent',
  async play(stage, on) {
    const folder = await publishedAt(new URL('/schemas/1.0/', stage.httpUrl));
    const received = stage.journal.traffic.filter(({ direction }) => direction === 'received');
    holdByLibraries(stage, received, folder);
    holdByPython(stage, received, folder);
    return on;
  },
};

function holdByLibraries(stage: Stage, received: readonly Traffic[], folder: Folder): void {
  const judges = openJudges(folder);
  for (const [form, program] of [['xml', 'libxml2'], ['json', 'ajv']] as const) {
    const texts = received.filter(({ format }) => format === form).map(textOf);
    const faults = texts.flatMap((text) => judges[form](text) ?? []);
    check(stage, `${texts.length} in ${form.toUpperCase()} are valid, says ${program}${list(faults)}`, faults.length === 0);
  }
} // prettier-ignore

function holdByPython(stage: Stage, received: readonly Traffic[], folder: Folder): void {
  if (python() === undefined)
    return note(stage, 'Python with jsonschema is not at hand and has not been asked.');
  const faults = judgedByPython(folder, received.filter(({ format }) => format === 'json').map(textOf));
  const wrong = faults.filter((fault) => fault !== undefined);
  check(stage, `those in JSON are, says Python${list(wrong)}`, wrong.length === 0);
}

function list(faults: readonly string[]): string {
  return faults.map((fault) => `\n    ${fault}`).join('');
}

function textOf({ bytes }: Traffic): string {
  return new TextDecoder().decode(bytes);
}

type Index = {
  readonly header: string;
  readonly sharedTypes: string;
  readonly allTypes: string;
  readonly types: readonly { readonly jsonSchema: string; readonly xsd: string }[];
};

/** As any system gets them: what the index names. */
async function publishedAt(address: URL): Promise<Folder> {
  const index: Index = JSON.parse(await fetched(address));
  const { header, sharedTypes, allTypes, types } = index;
  const names = [header, sharedTypes, allTypes, ...types.flatMap(({ jsonSchema, xsd }) => [jsonSchema, xsd])];
  const texts = await Promise.all(
    names.map(async (name) => [name, await fetched(new URL(name, address))] as const),
  );
  return Object.fromEntries(texts);
}

async function fetched(address: URL): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new TypeError(`${address.href} answers ${response.status}.`);
  return response.text();
}
