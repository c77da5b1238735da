import type { FastifyInstance } from 'fastify';

/** What can be done at an address. */
export type Methods = {
  /** As the header `Allow` says it (RFC 9110, 10.2.1); nothing where no route leads. */
  at(address: string): string;
};

/** Fastify knows routes by their method first, and so cannot tell a wrong method from a wrong address. */
export function openMethods(app: Pick<FastifyInstance, 'addHook'>): Methods {
  const known = new Map<string, { readonly matches: RegExp; readonly methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const entry = known.get(url) ?? { matches: patternOf(url), methods: new Set() };
    known.set(url, entry);
    for (const one of [method].flat()) entry.methods.add(one);
  });
  return {
    at(address) {
      const [path = ''] = address.split('?');
      const found = [...known.values()].filter(({ matches }) => matches.test(path));
      return [...new Set(found.flatMap(({ methods }) => [...methods]))].toSorted().join(', ');
    },
  };
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll('.', '\\.')));
  return new RegExp(`^${parts.join('/')}$`);
}
