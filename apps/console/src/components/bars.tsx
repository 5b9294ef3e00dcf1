import { theme } from 'antd';

interface Series {
  readonly name: string;
  readonly colour: 'colorPrimary' | 'colorPrimaryBorder' | 'colorSuccess';
  readonly values: readonly number[];
}

const HEIGHT = 140;
const WIDTH = 640;
const FOOT = 20;
/** Labels that stand beside each other without touching. */
const MOST_LABELS = 10;

/** Stacked bars, one a label; what they show is also said to those who do not see them. */
export function Bars({
  title,
  labels,
  series,
  format,
}: {
  title: string;
  labels: readonly string[];
  series: readonly Series[];
  format(value: number): string;
}) {
  const { token } = theme.useToken();
  const sums = labels.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const highest = Math.max(...sums, 1e-9);
  const step = WIDTH / labels.length;
  const every = Math.ceil(labels.length / MOST_LABELS);
  const spoken = labels.map((label, index) => `${label} ${format(sums[index] ?? 0)}`).join(', ');
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT + FOOT}`}
      width="100%"
      overflow="visible"
      role="img"
      aria-label={`${title}: ${spoken}`}
      fontSize={11}
    >
      <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} stroke={token.colorBorder} />
      <text x={0} y={10} fill={token.colorTextDescription}>
        {format(Math.max(...sums, 0))}
      </text>
      {labels.map((label, index) => {
        let top = HEIGHT;
        return (
          <g key={label}>
            <title>{`${label}: ${format(sums[index] ?? 0)}`}</title>
            {series.map(({ name, colour, values }) => {
              const height = ((values[index] ?? 0) / highest) * (HEIGHT - 18);
              top -= height;
              return (
                <rect
                  key={name}
                  x={index * step + step * 0.2}
                  width={step * 0.6}
                  y={top}
                  height={height}
                  fill={token[colour]}
                />
              );
            })}
            {(labels.length - 1 - index) % every === 0 && (
              <text
                x={index * step + step / 2}
                y={HEIGHT + 14}
                textAnchor="middle"
                fill={token.colorTextDescription}
              >
                {label}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
