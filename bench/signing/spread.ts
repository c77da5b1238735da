export type Point = { readonly x: number; readonly y: number };

/** Least squares: what `y` gains for each `x`, and the standard error of that. */
export function slopeOf(points: readonly Point[]): { readonly slope: number; readonly error: number } {
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const spread = sum(points.map((point) => (point.x - x) ** 2));
  const slope = sum(points.map((point) => (point.x - x) * (point.y - y))) / spread;
  const rest = sum(points.map((point) => (point.y - y - slope * (point.x - x)) ** 2));
  return { slope, error: Math.sqrt(rest / (points.length - 2) / spread) };
}

/** With its standard error. */
export function meanOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const middle = mean(values);
  const variance = sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
  return { mean: middle, error: Math.sqrt(variance / values.length) };
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
