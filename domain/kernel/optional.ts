/** A member that is there only when it has a value: `exactOptionalPropertyTypes` tells absent from undefined. */
export function defined<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  // The compiler cannot see that a computed key is K; this is the one place that tells it.
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
