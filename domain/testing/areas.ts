import type { Area } from '../area/area.ts';

/** One area out of what the compiler made of the folders; broken folders end the test. */
export function areaOf(
  compiled: { readonly areas: ReadonlyMap<string, Area> } | { readonly problems: readonly object[] },
  code = 'PQ',
): Area {
  const area = 'areas' in compiled ? compiled.areas.get(code) : undefined;
  if (area === undefined) throw new Error(`no area ${code}: ${JSON.stringify(compiled)}`);
  return area;
}
