/** What judges files apart from the gateway; beside this file, in sources and when built. */
export function judgingProgram(): URL {
  const name = import.meta.url.endsWith('.ts') ? './judging-main.ts' : './judging-main.js';
  return new URL(name, import.meta.url);
}
