/** What a workflow says of the access that authorities have to it in an area (handbook 9.1.4). */
export type AccessRule<Flag extends string = string> = {
  /** Name of the workflow. */
  readonly workflow: string;
  /** Roles that an authority can have in it. */
  readonly roles: readonly string[];
  /** Those of them that coordinate: whoever has another one is linked to such an authority (handbook 4.1.3.3). */
  readonly coordinators: readonly string[];
  /** Those that are informed and never act; they need no coordinator. None where absent. */
  readonly informed?: readonly string[];
  /** Flags with their default values. */
  readonly flags: Readonly<Record<Flag, boolean>>;
};
