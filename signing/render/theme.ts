import type { FaceName } from '../fonts/face.ts';

/** A4 in points, with room for a running head and a footer of three lines. */
export const PAGE = { width: 595.28, height: 841.89, left: 57, right: 57, top: 62, bottom: 76 } as const;

/** Width of the text. */
export const MEASURE = PAGE.width - PAGE.left - PAGE.right;

/** Share of red, green and blue from 0 to 1, as the `rg` operator takes them. */
export type Colour = string;

/** Every colour of letters has a contrast of 7:1 or more on white and on the tint (WCAG 2.2, 1.4.6). */
export const COLOUR = {
  ink: '0.106 0.129 0.165',
  muted: '0.29 0.325 0.376',
  accent: '0.055 0.208 0.404',
  tint: '0.949 0.961 0.976',
  line: '0.804 0.835 0.875',
  bar: '0.557 0.663 0.788',
  mark: '0.867 0.902 0.945',
  alert: '0.49 0.063 0.094',
  white: '1 1 1',
} as const satisfies Readonly<Record<string, Colour>>;

/** How a line of text looks; `leading` is the distance to the next line. */
export type Style = {
  readonly face: FaceName;
  readonly size: number;
  readonly leading: number;
  readonly colour: Colour;
};

export const STYLE = {
  issuer: { face: 'strong', size: 9.5, leading: 13, colour: COLOUR.accent },
  title: { face: 'strong', size: 17, leading: 23, colour: COLOUR.ink },
  heading: { face: 'strong', size: 12.5, leading: 17, colour: COLOUR.accent },
  subheading: { face: 'strong', size: 9.5, leading: 13.5, colour: COLOUR.ink },
  body: { face: 'regular', size: 9.5, leading: 13.5, colour: COLOUR.ink },
  strong: { face: 'strong', size: 9.5, leading: 13.5, colour: COLOUR.ink },
  muted: { face: 'regular', size: 9.5, leading: 13.5, colour: COLOUR.muted },
  label: { face: 'regular', size: 8.5, leading: 13.5, colour: COLOUR.muted },
  particular: { face: 'regular', size: 8, leading: 9.5, colour: COLOUR.muted },
  column: { face: 'strong', size: 8.5, leading: 12, colour: COLOUR.accent },
  small: { face: 'regular', size: 8, leading: 11.5, colour: COLOUR.ink },
  digest: { face: 'regular', size: 7.5, leading: 13.5, colour: COLOUR.ink },
  mark: { face: 'strong', size: 6.5, leading: 10, colour: COLOUR.accent },
  alert: { face: 'strong', size: 8.5, leading: 12, colour: COLOUR.white },
  warning: { face: 'strong', size: 9.5, leading: 13.5, colour: COLOUR.alert },
  footer: { face: 'regular', size: 7.5, leading: 10.5, colour: COLOUR.muted },
} as const satisfies Readonly<Record<string, Style>>;
